package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.kubelet.PodPlan.Action;
import timonier.pods.Container;
import timonier.pods.PodSpec;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.PidScope;

@Exercise("02-8")
class ContainerStepTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Sandbox HERE =
      new Sandbox(
          "here",
          new Sandbox.Config(
              "default", "web", "uid", 1, "web", false, Map.of(), PidScope.CONTAINER),
          true,
          "10.0.0.1",
          NOW);

  private String policy = "Always";
  private boolean init;
  private String place = "here";
  private Instant end = NOW;
  private int exitCode;
  private int restarts;
  private RestartBackoff backoff = RestartBackoff.none();
  private Instant retry = Instant.MIN;

  private PodSpec pod() {
    var json =
        "{\"restartPolicy\": \"%s\", \"initContainers\": [{\"name\": \"init\"}],"
            + " \"containers\": [{\"name\": \"main\"}]}";
    return JsonFormat.read(json.formatted(policy).getBytes(StandardCharsets.UTF_8), PodSpec.class);
  }

  private Container container() {
    return (init ? pod().initContainers() : pod().containers()).getFirst();
  }

  /// A container that was created as the fourth of its name, and possibly ended.
  private ContainerRecord record(State state) {
    var config =
        new ContainerConfig(
            container().name(), 3, "", List.of(), List.of(), "", Map.of(), List.of(), Map.of());
    var ended = Optional.of(end).filter(_ -> state == State.EXITED);
    return new ContainerRecord(
        "c", place, config, "", state, 0, NOW, Optional.empty(), ended, exitCode, "", "");
  }

  private Optional<Action> next(Optional<ContainerRecord> newest) {
    return new ContainerStep(pod(), container(), HERE, newest, restarts, backoff, retry, NOW)
        .next();
  }

  private Optional<Action> next(State state) {
    return next(Optional.of(record(state)));
  }

  private Action create(int attempt) {
    return new Action.Create(container(), HERE, attempt);
  }

  @Check("A container that the runtime does not know is created.")
  void what_is_missing_is_created() {
    assertThat(next(Optional.empty())).as("no container is there").contains(create(0));
    restarts = 5;
    assertThat(next(Optional.empty()))
        .as("no container is there, and the next attempt is 5")
        .contains(create(5));
  }

  @Check("A container that was created is started, and one that runs is left alone.")
  void what_was_created_is_started() {
    assertThat(next(State.CREATED))
        .as("a container was created")
        .contains(new Action.Start(container(), record(State.CREATED)));
    assertThat(next(State.RUNNING)).as("a container runs").isEmpty();
  }

  @Check("After a container that ended another is created, if its policy says so.")
  void what_ended_is_replaced_where_the_policy_says_so() {
    assertThat(next(State.EXITED)).as("ended with 0, policy Always").contains(create(4));
    policy = "OnFailure";
    assertThat(next(State.EXITED)).as("ended with 0, policy OnFailure").isEmpty();
    exitCode = 1;
    assertThat(next(State.EXITED)).as("ended with 1, policy OnFailure").contains(create(4));
    policy = "Never";
    assertThat(next(State.EXITED)).as("ended with 1, policy Never").isEmpty();
  }

  @Check("A container that keeps ending waits for its backoff, counted from its end.")
  void it_waits_for_its_backoff() {
    backoff = new RestartBackoff(Duration.ofSeconds(40), NOW.minusSeconds(2));
    assertThat(next(State.EXITED))
        .as("ended just now, with a backoff of 40 s")
        .contains(new Action.Wait("main", NOW.plusSeconds(40)));
    end = NOW.minusSeconds(30);
    assertThat(next(State.EXITED))
        .as("ended 30 s ago, with a backoff of 40 s")
        .contains(new Action.Wait("main", NOW.plusSeconds(10)));
    assertThat(next(Optional.empty()))
        .as("no container is there, with a backoff of 40 s")
        .contains(create(0));
  }

  @Check("What failed before is not tried again before its time.")
  void it_waits_for_the_next_try() {
    retry = NOW.plusSeconds(10);
    var wait = new Action.Wait("main", retry);
    assertThat(next(Optional.empty())).as("to create it failed, retry in 10 s").contains(wait);
    assertThat(next(State.CREATED)).as("to start it failed, retry in 10 s").contains(wait);
    assertThat(next(State.RUNNING)).as("it runs, retry in 10 s").isEmpty();
    retry = NOW;
    assertThat(next(Optional.empty())).as("to create it failed, retry now").contains(create(0));
  }

  @Check("Of two reasons to wait the longer one counts.")
  void the_longer_wait_counts() {
    backoff = new RestartBackoff(Duration.ofSeconds(40), NOW.minusSeconds(2));
    retry = NOW.plusSeconds(10);
    assertThat(next(State.EXITED))
        .as("ended just now, with a backoff of 40 s, retry in 10 s")
        .contains(new Action.Wait("main", NOW.plusSeconds(40)));
    retry = NOW.plusSeconds(60);
    assertThat(next(State.EXITED))
        .as("ended just now, with a backoff of 40 s, retry in 60 s")
        .contains(new Action.Wait("main", retry));
  }

  @Check("What was in a former sandbox is created anew in this one, without backoff.")
  void a_new_sandbox_is_a_new_start() {
    place = "there";
    backoff = new RestartBackoff(Duration.ofSeconds(40), NOW.minusSeconds(2));
    assertThat(next(State.CREATED)).as("created in a former sandbox").contains(create(4));
    assertThat(next(State.EXITED))
        .as("ended in a former sandbox, policy Always, with a backoff of 40 s")
        .contains(create(4));
    policy = "Never";
    exitCode = 137;
    assertThat(next(State.EXITED)).as("ended in a former sandbox, policy Never").isEmpty();
  }

  @Check(points = 2, value = "In a new sandbox init containers run again, whatever their policy.")
  void init_containers_run_again_in_a_new_sandbox() {
    init = true;
    assertThat(next(State.EXITED)).as("an init container ended with 0 here").isEmpty();
    place = "there";
    assertThat(next(State.EXITED))
        .as("an init container ended with 0 in a former sandbox")
        .contains(create(4));
    policy = "Never";
    exitCode = 1;
    assertThat(next(State.EXITED))
        .as("an init container ended with 1 in a former sandbox, policy Never")
        .contains(create(4));
  }
}
