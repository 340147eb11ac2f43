package timonier.kubelet;

import java.time.Instant;
import java.util.Optional;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.containers.Resize;
import timonier.pods.Container;
import timonier.pods.PodSpec;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;

/// One container of a pod at a moment at which it should run, and the step towards that.
///
/// @param pod the pod's wishes
/// @param container the container
/// @param sandbox the pod's sandbox, in which it is to run
/// @param newest the last container of that name, possibly in a sandbox that the pod had before
/// @param restarts the attempt to begin with when nothing is known of a container of that name
/// @param backoff how long it waits after its end
/// @param retry when what failed may be tried again; in the past if nothing did
/// @param now the time
record ContainerStep(
    PodSpec pod,
    Container container,
    Sandbox sandbox,
    Optional<ContainerRecord> newest,
    int restarts,
    RestartBackoff backoff,
    Instant retry,
    Instant now) {

  /// The next step: to create the container, to start it, or to wait.
  ///
  /// A container that ended is never started again: another is created, whose attempt is one more,
  /// if its [RestartPolicy] says so. It waits for its backoff, but not if it ended with its pod's
  /// former sandbox. In that case an init container does not ask its policy either, because what it
  /// prepared may be gone. Nothing happens before `retry`.
  ///
  /// @return empty if nothing has to be done: it runs, or it ended for good
  /// @exercise 02-8 Decide the next step of a container from what the runtime has of it.
  Optional<Action> next() {
    throw new UnsupportedOperationException("exercise 02-8 is yours to write");
  }

  /// The step that gives a container which runs the limits that its pod asks for now; what failed
  /// is tried again later.
  static Optional<Action> resize(PodPlan.Snapshot seen, ContainerRecord record) {
    var name = record.config().name();
    var retry = seen.retries().getOrDefault(Resize.step(name), Instant.MIN);
    return seen.pod()
        .spec()
        .allContainers()
        .filter(container -> container.name().equals(name))
        .flatMap(container -> Resize.of(container, record).limits().stream())
        .<Action>map(limits ->
            retry.isAfter(seen.now())
                ? new Action.Wait(Resize.step(name), retry)
                : new Action.GiveLimits(record, limits))
        .findFirst();
  }
}
