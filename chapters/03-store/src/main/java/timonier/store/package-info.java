/// The cluster store: revisions, compare-and-set, reads of the past, and watches.
///
/// Read in this order: [Store], [Transaction], [Change], [MemoryStore], [Ledger] with [Versions]
/// and [Backlog]; then what makes it durable: [LogStore], [CommitPlan], [CommitLog], [LogRecord],
/// [StoreFiles], [LogDamage].
@NullMarked
package timonier.store;

import org.jspecify.annotations.NullMarked;
