package timonier.scheduler;

import java.util.List;
import timonier.client.ClusterComponent;
import timonier.pods.objects.Part;

/// The part of the orchestrator that this stratum adds.
public final class SchedulerPart {

  /// One scheduler with Kubernetes' default profile.
  public static Part part() {
    return part(List.of(Profile.standard(Profile.DEFAULT_SCHEDULER)));
  }

  /// One scheduler with several profiles.
  ///
  /// @param profiles the profiles; a pod that names none of them waits for another scheduler
  public static Part part(List<Profile> profiles) {
    var component = new ClusterComponent("scheduler", context -> new Scheduler(context, profiles));
    return new Part(6, "scheduler", List.of(), List.of(component));
  }

  private SchedulerPart() {}
}
