package timonier.pods.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;

/// How a simulated container behaves.
///
/// @param runs how long it runs by itself; for ever if absent
/// @param exitCode of that end
/// @param listensAfter how long after its start it accepts connections, on every port
/// @param stopsAfter how long it takes to stop after the signal
/// @param says the lines that it prints at its start
/// @param startError why it cannot be started; absent if it can
public record SimulatedProgram(
    Optional<Duration> runs,
    int exitCode,
    Duration listensAfter,
    Duration stopsAfter,
    List<String> says,
    Optional<String> startError) {

  /// A program that can be started.
  public SimulatedProgram(
      Optional<Duration> runs,
      int exitCode,
      Duration listensAfter,
      Duration stopsAfter,
      List<String> says) {
    this(runs, exitCode, listensAfter, stopsAfter, says, Optional.empty());
  }

  /// A program without output.
  public SimulatedProgram(
      Optional<Duration> runs, int exitCode, Duration listensAfter, Duration stopsAfter) {
    this(runs, exitCode, listensAfter, stopsAfter, List.of());
  }

  /// Succeeds at once if others wait for its end, as for an init container; otherwise runs
  /// [#forever].
  public static SimulatedProgram usual(ContainerConfig config) {
    return config.labels().containsKey(ContainerConfig.ENDS)
        ? new SimulatedProgram(Optional.of(Duration.ofMillis(100)), 0, Duration.ZERO, Duration.ZERO)
        : forever();
  }

  /// Runs until it is stopped, and accepts connections from its start.
  public static SimulatedProgram forever() {
    return new SimulatedProgram(Optional.empty(), 0, Duration.ZERO, Duration.ofMillis(100));
  }

  /// Cannot be started, for a reason.
  public static SimulatedProgram unstartable(String why) {
    return new SimulatedProgram(
        Optional.empty(), 0, Duration.ZERO, Duration.ZERO, List.of(), Optional.of(why));
  }
}
