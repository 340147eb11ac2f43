package timonier.pods.runtime;

import java.util.List;
import java.util.function.Supplier;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.State;

/// A call of a [ContainerRuntime] that failed.
public final class RuntimeFailure extends RuntimeException {

  /// The reason of a runtime that does not answer at all, which says nothing about any container.
  public static final String UNAVAILABLE = "RuntimeUnavailable";

  /// The reason of a container whose program cannot be started. It has ended then, with this reason
  /// and [#NOT_STARTED]; after any other failure it may be started again.
  public static final String START_ERROR = "StartError";

  /// The reason of a container that cannot have other limits while it runs.
  public static final String INFEASIBLE = "Infeasible";

  /// The exit code of a container whose program cannot be started, as containerd gives it.
  public static final int NOT_STARTED = 128;

  private static final long serialVersionUID = 1L;

  private final String reason;

  /// A failure with a reason, as in `ErrImagePull`, and a sentence for people.
  public RuntimeFailure(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// Refuses a container whose target does not run in its sandbox, as containerd does.
  ///
  /// @param sandboxId where it is to run
  /// @param config what is asked for
  /// @param containers all containers; called only if `config` has a target
  /// @throws RuntimeFailure with reason `CreateContainerError`
  public static void requireTarget(
      String sandboxId, ContainerConfig config, Supplier<List<ContainerRecord>> containers) {
    if (config.target().isEmpty()) {
      return;
    }
    var target = config.target().get();
    var runs =
        containers.get().stream()
            .filter(record -> record.id().equals(target))
            .filter(record -> record.sandboxId().equals(sandboxId))
            .anyMatch(record -> record.state() == State.RUNNING);
    if (!runs) {
      throw new RuntimeFailure(
          "CreateContainerError",
          "invalid target container: container \"%s\" is not running".formatted(target));
    }
  }

  /// One word, as in `ErrImagePull`.
  public String reason() {
    return reason;
  }
}
