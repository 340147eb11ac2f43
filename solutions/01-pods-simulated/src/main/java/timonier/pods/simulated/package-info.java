/// Containers that are only records, with the delays of real ones: for tests, for simulations, and
/// for thousands of nodes.
///
/// Read in this order: [SimulatedRuntime], [SimulatedHost], [SimulatedProgram], [SimulatedSession].
@NullMarked
package timonier.pods.simulated;

import org.jspecify.annotations.NullMarked;
