package timonier.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.containers.Trouble;
import timonier.pods.Container;
import timonier.pods.ContainerStatus;
import timonier.pods.Pod;

/// What went wrong with one pod's containers, when each may be tried again, and what to report
/// until then. All by container name; the empty name stands for the pod itself.
final class PodRetries {

  /// How long to wait after a failure that concerns the whole pod.
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, RestartBackoff> restarts = new HashMap<>();
  private final Map<String, RestartBackoff> failures = new HashMap<>();
  private final Map<String, Instant> retries = new HashMap<>();
  private final Map<String, Trouble> troubles = new HashMap<>();
  private final Map<String, ContainerStatus.Waiting> waiting = new HashMap<>();

  /// How long containers wait after they ended.
  Map<String, RestartBackoff> restarts() {
    return restarts;
  }

  /// When what failed may be tried again.
  Map<String, Instant> retries() {
    return retries;
  }

  /// Why containers wait.
  Map<String, ContainerStatus.Waiting> waiting() {
    return waiting;
  }

  /// Takes in what a plan waits for.
  ///
  /// @return a message for people by container, for each that waits after a crash
  Map<String, String> waits(Pod pod, List<Action> actions) {
    waiting.clear();
    troubles.forEach((name, trouble) ->
        waiting.put(name, new ContainerStatus.Waiting(trouble.reason(), trouble.message())));
    var crashed = new HashMap<String, String>();
    for (var action : actions) {
      if (action instanceof Action.Wait wait) {
        var name = wait.container();
        var trouble = troubles.get(name);
        if (trouble == null) {
          crashed.put(name, crashed(pod, name));
        } else {
          var message = trouble.waitingMessage(image(pod, name));
          waiting.put(name, new ContainerStatus.Waiting(trouble.waitingReason(), message));
        }
      }
    }
    return crashed;
  }

  private String crashed(Pod pod, String name) {
    var metadata = pod.metadata();
    var who =
        "%s in pod %s_%s(%s)"
            .formatted(name, metadata.name(), metadata.namespace(), metadata.uid());
    var delay = text(restarts.getOrDefault(name, RestartBackoff.none()).delay());
    var message = "back-off %s restarting failed container=%s".formatted(delay, who);
    waiting.put(name, new ContainerStatus.Waiting("CrashLoopBackOff", message));
    return "Back-off restarting failed container " + who;
  }

  private static String text(Duration delay) {
    var seconds = delay.toSeconds();
    return seconds < 60 ? seconds + "s" : "%dm%ds".formatted(seconds / 60, seconds % 60);
  }

  private static String image(Pod pod, String name) {
    return pod.spec()
        .allContainers()
        .filter(container -> container.name().equals(name))
        .map(Container::image)
        .findFirst()
        .orElse("");
  }

  /// Takes in what is about to be done: each restart makes the next one wait longer.
  void acting(List<Action> actions, Instant now) {
    for (var action : actions) {
      if (action instanceof Action.Create create && create.attempt() > 0) {
        restarts.merge(
            create.container().name(),
            RestartBackoff.none().next(now),
            (before, _) -> before.next(now));
      }
    }
  }

  /// Takes in how the actions went.
  ///
  /// @param fine the containers for which all went well
  /// @return the trouble that concerns the whole pod, if any
  Optional<Trouble> acted(List<Trouble> found, List<String> fine, Instant now) {
    for (var name : fine) {
      troubles.remove(name);
      retries.remove(name);
    }
    for (var trouble : found) {
      var name = trouble.container();
      var backoff = failures.getOrDefault(name, RestartBackoff.none()).next(now);
      failures.put(name, backoff);
      troubles.put(name, trouble);
      retries.put(name, now.plus(name.isEmpty() ? PAUSE : backoff.delay()));
    }
    return found.stream().filter(trouble -> trouble.container().isEmpty()).findFirst();
  }
}
