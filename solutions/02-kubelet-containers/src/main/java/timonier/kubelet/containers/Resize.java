package timonier.kubelet.containers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.Container.Resources;
import timonier.pods.ContainerStatus;
import timonier.pods.Quantity;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.RuntimeFailure;

/// Decides how a running container gets the limits that its pod now asks for (Kubernetes, "Resize
/// CPU and Memory Resources assigned to Containers").
///
/// Requests of memory matter to the scheduler only, so a change of them needs nothing here.
public sealed interface Resize {

  /// The fewest shares and the shortest quota that Linux keeps, in thousandths of a processor: a
  /// container that asks for less gets these (Kubernetes: `MinShares`, `MinMilliCPULimit`).
  long LEAST_REQUEST = 2;

  long LEAST_LIMIT = 10;

  Limits NONE = new Limits(0, 0, 0);

  /// It has the limits that it should have.
  record Done() implements Resize {}

  /// It can get other limits while it runs.
  record InPlace(Limits given) implements Resize {}

  /// Its policy asks for a restart.
  ///
  /// @param why what to say of its end
  record Restart(String why) implements Resize {}

  /// The limits to give it while it runs; empty unless it is resized in place.
  default Optional<Limits> limits() {
    return this instanceof InPlace change ? Optional.of(change.given()) : Optional.empty();
  }

  /// Why it must be restarted; empty if it need not be.
  default Optional<String> restart() {
    return this instanceof Restart restart ? Optional.of(restart.why()) : Optional.empty();
  }

  /// Compares a container with its specification.
  ///
  /// @param wanted its specification
  /// @param record the running container
  static Resize of(Container wanted, ContainerRecord record) {
    var now = limits(wanted).orElse(NONE);
    var changed = changed(kept(record.config().limits().orElse(NONE)), kept(now));
    if (changed.isEmpty()) {
      return new Done();
    }
    var isRestarted =
        wanted.resizePolicy().stream()
            .filter(policy -> changed.contains(policy.resourceName()))
            .anyMatch(policy -> policy.restartPolicy().equals("RestartContainer"));
    return isRestarted
        ? new Restart("Container %s resize requires restart".formatted(wanted.name()))
        : new InPlace(now);
  }

  private static List<String> changed(Limits before, Limits now) {
    var changed = new ArrayList<String>();
    if (before.requestedMilliCpu() != now.requestedMilliCpu()
        || before.milliCpu() != now.milliCpu()) {
      changed.add("cpu");
    }
    if (before.memoryBytes() != now.memoryBytes()) {
      changed.add("memory");
    }
    return changed;
  }

  /// Limits as Linux keeps them.
  private static Limits kept(Limits asked) {
    return new Limits(
        atLeast(LEAST_REQUEST, asked.requestedMilliCpu()),
        atLeast(LEAST_LIMIT, asked.milliCpu()),
        asked.memoryBytes());
  }

  private static long atLeast(long least, long asked) {
    return asked == 0 ? 0 : Math.max(least, asked);
  }

  /// The limits that a container's specification asks for; absent without resources.
  static Optional<Limits> limits(Container container) {
    return container
        .resources()
        .map(resources ->
            new Limits(
                Quantity.of(resources.requests(), "cpu").map(Quantity::milli).orElse(0L),
                Quantity.of(resources.limits(), "cpu").map(Quantity::milli).orElse(0L),
                Quantity.of(resources.limits(), "memory").map(Quantity::units).orElse(0L)));
  }

  /// The resources of a container: those of its specification once they took effect, and the former
  /// ones until then.
  ///
  /// @param before its last reported status
  /// @return absent if it does not run
  static Optional<Resources> given(
      Container wanted, ContainerRecord record, Optional<ContainerStatus> before) {
    if (record.state() != State.RUNNING) {
      return Optional.empty();
    }
    var nothing = new Resources(Map.of(), Map.of());
    var isDone = of(wanted, record) instanceof Done;
    var has = isDone ? wanted.resources() : before.flatMap(ContainerStatus::resources);
    return has.or(() -> Optional.of(nothing));
  }

  /// The reason of the event about a failed resize.
  static String event(Trouble trouble) {
    var isNever = trouble.reason().equals(RuntimeFailure.INFEASIBLE);
    return isNever ? "ResizeInfeasible" : "ResizeError";
  }

  /// The key under which a failed resize is remembered, which is no container's name.
  static String step(String container) {
    return "resize of " + container;
  }
}
