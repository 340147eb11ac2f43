/// The cluster store: revisions, compare-and-set, reads of the past, and watches.
///
/// Read in this order: [Store], [Change], [MemoryStore], [Ledger], [LogStore].
@NullMarked
package timonier.store;

import org.jspecify.annotations.NullMarked;
