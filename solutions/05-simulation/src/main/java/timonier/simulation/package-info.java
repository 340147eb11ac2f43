/// A whole cluster on virtual time, in which everything goes wrong that can.
///
/// Read in this order: [SimulatedCluster], [FaultyTransport], [Faults].
@NullMarked
package timonier.simulation;

import org.jspecify.annotations.NullMarked;
