package timonier.pods;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

/// What was observed of one container (`core/v1 ContainerStatus`).
///
/// @param name the container's name
/// @param state what it does now
/// @param lastState how it ended the last time
/// @param ready whether it answers requests
/// @param restartCount how often it was started again
/// @param image the image it runs
/// @param imageID that image's digest; empty until it is known, but always written, because some
///   clients cannot read a status without it
/// @param containerID `runtime://id`
/// @param started whether it has passed its startup probe
/// @param allocatedResources the amounts that its node has set aside for it, by name
/// @param resources the requests and limits that it runs with; absent if it does not run
public record ContainerStatus(
    String name,
    State state,
    Optional<State> lastState,
    boolean ready,
    int restartCount,
    String image,
    @JsonInclude(JsonInclude.Include.ALWAYS) String imageID,
    String containerID,
    Optional<Boolean> started,
    Map<String, Quantity> allocatedResources,
    Optional<Container.Resources> resources) {

  /// Drops an empty last state, as some servers write it.
  public ContainerStatus {
    lastState = lastState.filter(last -> !last.equals(State.NONE));
  }

  /// What a container does; exactly one is present.
  ///
  /// @param waiting it does not run yet, or not again yet
  /// @param running it runs
  /// @param terminated it ended
  public record State(
      Optional<Waiting> waiting, Optional<Running> running, Optional<Terminated> terminated) {

    private static final State NONE =
        new State(Optional.empty(), Optional.empty(), Optional.empty());

    /// It waits.
    public static State waiting(String reason, String message) {
      return new State(
          Optional.of(new Waiting(reason, message)), Optional.empty(), Optional.empty());
    }

    /// It runs.
    public static State running(Instant since) {
      return new State(
          Optional.empty(), Optional.of(new Running(Optional.of(since))), Optional.empty());
    }

    /// It ended.
    public static State terminated(Terminated how) {
      return new State(Optional.empty(), Optional.empty(), Optional.of(how));
    }

    /// The state of a container, from the record that its runtime has.
    ///
    /// One that was made and does not run yet waits, with the reason `ContainerCreating`. One that
    /// runs has done so since it started, or since it was made if its runtime does not know when it
    /// started. One that ended has the reason that the runtime gives, as in `OOMKilled`; if it
    /// gives none, it is `Completed` after exit code 0 and `Error` after any other (Kubernetes
    /// documentation, "Pod Lifecycle").
    ///
    /// @param record the container
    /// @param containerID `runtime://id`
    /// @exercise 01-3 Tell the state of a container, and the reason of its end, from what the
    ///   runtime has of it.
    public static State of(ContainerRecord record, String containerID) {
      throw new UnsupportedOperationException("exercise 01-3 is yours to write");
    }
  }

  /// A container that does not run yet, or not again yet.
  ///
  /// @param reason one word, as in `CrashLoopBackOff`
  /// @param message a sentence
  public record Waiting(String reason, String message) {}

  /// A container that runs.
  ///
  /// @param startedAt since when
  public record Running(Optional<Instant> startedAt) {}

  /// A container that ended.
  ///
  /// @param exitCode what its program returned; 128 and more stand for a signal
  /// @param signal the signal that ended it; 0 if unknown, as with every runtime so far, whose exit
  ///   codes of 128 and more tell it
  /// @param reason `Completed`, `Error`, `OOMKilled` …
  /// @param message what it left in its termination message file
  /// @param startedAt when it started
  /// @param finishedAt when it ended
  /// @param containerID `runtime://id`
  public record Terminated(
      int exitCode,
      int signal,
      String reason,
      String message,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      String containerID) {}
}
