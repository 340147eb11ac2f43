/// What a node tells about itself: the machine that it is on, what is left of it, and the status
/// that follows.
///
/// Read in this order: [Machine], [NodeUsage], [NodeStatuses].
@NullMarked
package timonier.kubelet.node;

import org.jspecify.annotations.NullMarked;
