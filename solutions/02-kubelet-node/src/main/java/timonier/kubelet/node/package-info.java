/// What a node reports about itself: its machine, its free resources, and the status that follows
/// from them.
///
/// Read in this order: [Machine], [NodeUsage], [NodeStatuses].
@NullMarked
package timonier.kubelet.node;

import org.jspecify.annotations.NullMarked;
