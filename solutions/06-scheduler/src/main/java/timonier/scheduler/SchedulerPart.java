package timonier.scheduler;

import java.util.List;
import timonier.client.ClusterComponent;
import timonier.pods.objects.Part;

/// What this stratum adds to the orchestrator.
public final class SchedulerPart {

  /// The scheduler as Kubernetes has it unless configured otherwise.
  public static Part part() {
    return part(List.of(Profile.standard(Profile.DEFAULT_SCHEDULER)));
  }

  /// One scheduler with several profiles.
  ///
  /// @param profiles the ways of choosing nodes; a pod that asks for none of them waits for another
  ///   scheduler
  public static Part part(List<Profile> profiles) {
    var component = new ClusterComponent("scheduler", context -> new Scheduler(context, profiles));
    return new Part(6, "scheduler", List.of(), List.of(component));
  }

  private SchedulerPart() {}
}
