package timonier.services;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import timonier.client.ObjectCache;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.PodStatus;
import timonier.pods.objects.ObjectKey;

/// Finds the services that a change of a pod concerns.
final class SelectedPods {

  private final ObjectCache<Service> services;

  SelectedPods(ObjectCache<Service> services) {
    this.services = services;
  }

  /// The parts of a pod that its endpoints show.
  private record Shown(
      Map<String, String> labels,
      String address,
      String node,
      boolean finished,
      boolean ready,
      boolean going) {

    static Shown of(Pod pod) {
      return new Shown(
          pod.metadata().labels(),
          pod.status().map(PodStatus::podIP).orElse(""),
          pod.spec().nodeName(),
          pod.isFinished(),
          pod.condition("Ready").filter(PodCondition::isTrue).isPresent(),
          pod.metadata().isBeingDeleted());
    }
  }

  /// Queues each service whose endpoints a change of a pod may concern.
  void follow(ObjectCache<Pod> pods, Consumer<ObjectKey> wake) {
    pods.listen((before, after) -> {
      if (!before.map(Shown::of).equals(after.map(Shown::of))) {
        tell(before, wake);
        tell(after, wake);
      }
    });
  }

  private void tell(Optional<Pod> pod, Consumer<ObjectKey> wake) {
    pod.ifPresent(found ->
        services.list(found.metadata().namespace()).stream()
            .filter(service -> service.selects(found.metadata().labels()))
            .forEach(service -> wake.accept(service.key())));
  }
}
