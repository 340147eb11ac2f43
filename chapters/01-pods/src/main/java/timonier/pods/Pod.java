package timonier.pods;

import java.util.Optional;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;

/// The smallest thing that runs: containers that share an address and volumes.
///
/// @param metadata name, identity, labels and owners
/// @param spec what is wanted
/// @param status what was observed; written by the kubelet of the node it runs on
public record Pod(ObjectMeta metadata, PodSpec spec, Optional<PodStatus> status)
    implements KubernetesObject {

  /// The phase that was last observed; `Pending` before the first.
  public String phase() {
    return status.map(PodStatus::phase).filter(phase -> !phase.isEmpty()).orElse("Pending");
  }

  /// True once all containers ended for good.
  public boolean isFinished() {
    return phase().equals("Succeeded") || phase().equals("Failed");
  }

  /// True while it answers requests.
  public boolean isReady() {
    return condition("Ready").filter(PodCondition::isTrue).isPresent();
  }

  /// The condition of a type, if it was ever observed.
  public Optional<PodCondition> condition(String type) {
    return status.stream()
        .flatMap(observed -> observed.conditions().stream())
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }
}
