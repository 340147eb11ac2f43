/// The seam, simulated: virtual time, one task at a time, and a disk that forgets.
///
/// It knows no Kubernetes. Read in this order: [Simulation], [Fiber], [SimulatedLoop],
/// [SimulatedDisk].
@NullMarked
package timonier.kit.sim;

import org.jspecify.annotations.NullMarked;
