/// The scheduler: which node each pending pod runs on.
///
/// Read in this order: [Placement], [NodeState], [Filter], [Score], [SchedulingQueue], [Scheduler].
@NullMarked
package timonier.scheduler;

import org.jspecify.annotations.NullMarked;
