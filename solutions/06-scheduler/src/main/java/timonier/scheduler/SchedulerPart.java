package timonier.scheduler;

import java.util.List;
import timonier.client.ClusterComponent;
import timonier.pods.Part;

/// What this stratum adds to the orchestrator.
public final class SchedulerPart {

  /// The scheduler.
  public static Part part() {
    return new Part(
        6, "scheduler", List.of(), List.of(new ClusterComponent("scheduler", Scheduler::new)));
  }

  private SchedulerPart() {}
}
