package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.pods.ContainerStatus.State;
import timonier.pods.ContainerStatus.Terminated;
import timonier.pods.ContainerStatus.Waiting;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;

@Exercise("01-3")
class ContainerStateTest {

  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant STARTED = Instant.parse("2026-01-01T00:00:05Z");
  private static final Instant ENDED = Instant.parse("2026-01-01T00:01:00Z");
  private static final String ID = "process://c1";

  private static final ContainerConfig CONFIG =
      new ContainerConfig(
          "web", 0, "timonier/web", List.of(), List.of(), "", Map.of(), List.of(), Map.of());

  private static ContainerRecord container(
      ContainerRuntime.State state,
      Optional<Instant> started,
      Optional<Instant> finished,
      int exitCode,
      String reason,
      String message) {
    return new ContainerRecord(
        "c1",
        "s1",
        CONFIG,
        "sha256:1",
        state,
        0,
        MADE,
        started,
        finished,
        exitCode,
        reason,
        message);
  }

  private static State ended(int exitCode, String reason) {
    var record =
        container(
            ContainerRuntime.State.EXITED,
            Optional.of(STARTED),
            Optional.of(ENDED),
            exitCode,
            reason,
            "bye");
    return State.of(record, ID);
  }

  @Check("A container that was made and does not run yet waits, with the reason ContainerCreating.")
  void a_container_that_was_made_waits() {
    var made =
        container(ContainerRuntime.State.CREATED, Optional.empty(), Optional.empty(), 0, "", "");

    assertThat(State.of(made, ID).waiting().map(Waiting::reason))
        .as("why a container waits that was made and not started")
        .contains("ContainerCreating");
  }

  @Check("A container that runs does so since it started.")
  void a_container_runs_since_it_started() {
    var runs =
        container(
            ContainerRuntime.State.RUNNING, Optional.of(STARTED), Optional.empty(), 0, "", "");

    assertThat(State.of(runs, ID))
        .as("a container that was made at 00:00:00 and started at 00:00:05")
        .isEqualTo(State.running(STARTED));
  }

  @Check("If its runtime does not know when it started, it runs since it was made.")
  void a_container_runs_since_it_was_made() {
    var runs =
        container(ContainerRuntime.State.RUNNING, Optional.empty(), Optional.empty(), 0, "", "");

    assertThat(State.of(runs, ID))
        .as("a container that was made at 00:00:00, and whose start nobody noted")
        .isEqualTo(State.running(MADE));
  }

  @Check("A program that returned 0 is Completed.")
  void exit_code_zero_is_completed() {
    assertThat(ended(0, "").terminated().map(Terminated::reason))
        .as("the reason of an end with exit code 0")
        .contains("Completed");
  }

  @Check("A program that returned anything else ended with an Error.")
  void another_exit_code_is_an_error() {
    assertThat(ended(1, "").terminated().map(Terminated::reason))
        .as("the reason of an end with exit code 1")
        .contains("Error");
  }

  @Check("A signal is an Error as well: why it was sent, the exit code does not tell.")
  void a_signal_is_an_error() {
    assertThat(ended(137, "").terminated().map(Terminated::reason))
        .as("the reason of an end with exit code 137")
        .contains("Error");
  }

  @Check("A reason that the runtime gives is reported as it is.")
  void the_runtime_knows_better() {
    assertThat(ended(137, "OOMKilled").terminated().map(Terminated::reason))
        .as("the reason of an end with exit code 137, when the runtime gives OOMKilled")
        .contains("OOMKilled");
  }

  @Check(
      "An end has all that is known of it: exit code, message, both times and the container's id.")
  void an_end_is_reported_with_everything() {
    assertThat(ended(143, "Error").terminated())
        .as("an end with exit code 143 and the message \"bye\"")
        .contains(
            new Terminated(143, 0, "Error", "bye", Optional.of(STARTED), Optional.of(ENDED), ID));
  }
}
