package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.ExecOptions;
import timonier.pods.runtime.ContainerRuntime.From;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.ContainerRuntime.RuntimeEvent;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.RuntimeFailure;

/// The contract of every [ContainerRuntime]. It must be able to run `echo`, `cat`, `false` and
/// `sleep`.
abstract class RuntimeContract {

  static final Duration LIMIT = Duration.ofSeconds(20);

  /// Long enough for a program that stops when asked, short enough to wait for one that does not.
  static final Duration GRACE = Duration.ofSeconds(1);

  /// The image with those programs, where images are real.
  static final String IMAGE = "timonier/tools";

  private static final LogOptions ALL =
      new LogOptions(false, Optional.empty(), Optional.empty(), false, Optional.empty());
  private static final LogOptions FOLLOWED =
      new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.empty());

  /// The body of a test, run where it may call a runtime.
  interface Body {
    void run(Bench bench) throws Exception;
  }

  /// The equipment of a test.
  ///
  /// @param loop on which it may spawn work
  /// @param runtime the runtime under test
  /// @param again opens another runtime, which takes over what this one left
  record Bench(
      EventLoop loop,
      ContainerRuntime runtime,
      java.util.function.Supplier<ContainerRuntime> again) {

    String sandbox() {
      return runtime.runSandbox(
          new Sandbox.Config(
              "default", "web", "uid-web", 0, "web", false, Map.of(), PidScope.CONTAINER));
    }

    String create(String sandbox, String... command) {
      return runtime.createContainer(sandbox, config(command));
    }

    String start(String sandbox, String... command) {
      var id = create(sandbox, command);
      runtime.startContainer(id);
      return id;
    }

    /// Waits until a container has ended, and returns what it printed.
    String said(String container) {
      return log(container, FOLLOWED);
    }

    String log(String container, LogOptions options) {
      var out = new ByteArrayOutputStream();
      runtime.logs(container, options, out);
      return out.toString(StandardCharsets.UTF_8);
    }

    ContainerRecord record(String container) {
      return runtime.containers().stream()
          .filter(record -> record.id().equals(container))
          .findFirst()
          .orElseThrow();
    }
  }

  static ContainerConfig config(String... command) {
    return new ContainerConfig(
        command[0], 0, IMAGE, List.of(command), List.of(), "", Map.of(), List.of(), Map.of());
  }

  /// A container that must see the processes of another.
  static ContainerConfig looking(String target, String... command) {
    var plain = config(command);
    return new ContainerConfig(
        plain.name(),
        0,
        IMAGE,
        plain.command(),
        List.of(),
        "",
        Map.of(),
        List.of(),
        Map.of(),
        false,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(target));
  }

  /// Runs a test with an empty runtime, and cleans up.
  public abstract void with(Body body) throws Exception;

  @Test
  void a_sandbox_is_made_once_and_has_an_address() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();

      assertThat(bench.sandbox()).isEqualTo(sandbox);
      assertThat(bench.runtime().sandboxes()).extracting(Sandbox::id).containsExactly(sandbox);
      assertThat(bench.runtime().sandboxes().getFirst().address()).isNotEmpty();
      bench.runtime().stopSandbox(sandbox);
      assertThat(bench.runtime().sandboxes().getFirst().running()).isFalse();
      bench.runtime().removeSandbox(sandbox);
      assertThat(bench.runtime().sandboxes()).isEmpty();
    });
  }

  @Test
  void a_container_is_made_runs_and_ends_with_its_exit_code() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var made = bench.create(sandbox, "false");
      assertThat(bench.record(made).state()).isEqualTo(State.CREATED);
      assertThat(bench.record(made).startedAt()).isEmpty();

      bench.runtime().startContainer(made);
      bench.said(made);

      var ended = bench.record(made);
      assertThat(ended.state()).isEqualTo(State.EXITED);
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.reason()).isEqualTo("Error");
      assertThat(ended.finishedAt()).isPresent();
      assertThat(ended.startedAt()).isPresent();
    });
  }

  @Test
  void a_log_holds_what_was_said_and_since_when() throws Exception {
    with(bench -> {
      var begin = bench.loop().now();
      var id = bench.start(bench.sandbox(), "echo", "hello", "world");
      assertThat(bench.said(id)).isEqualTo("hello world\n");

      assertThat(bench.log(id, ALL)).isEqualTo("hello world\n");
      var timed = bench.log(id, new LogOptions(false, one(), Optional.empty(), true, none()));
      var words = timed.split(" ", 2);
      assertThat(words[1]).isEqualTo("hello world\n");
      assertThat(Instant.parse(words[0])).isBetween(begin, bench.loop().now());
      assertThat(words[0]).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z");
      var since = Instant.parse(words[0]);
      assertThat(bench.log(id, since(since))).isEqualTo("hello world\n");
      assertThat(bench.log(id, since(since.plusNanos(1)))).isEmpty();
      assertThat(bench.log(id, new LogOptions(false, zero(), Optional.empty(), true, none())))
          .isEmpty();
      assertThat(
              bench.log(
                  id, new LogOptions(false, none(), Optional.empty(), false, Optional.of(7L))))
          .isEqualTo("hello w");
    });
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }

  private static Optional<Long> zero() {
    return Optional.of(0L);
  }

  private static Optional<Long> one() {
    return Optional.of(1L);
  }

  private static LogOptions since(Instant since) {
    return new LogOptions(false, none(), Optional.of(since), false, none());
  }

  @Test
  void an_end_is_reported() throws Exception {
    with(bench -> {
      var told = bench.loop().<RuntimeEvent>promise();
      bench.runtime().subscribe(told::complete);
      var sandbox = bench.sandbox();
      var id = bench.start(sandbox, "false");

      assertThat(told.await()).isEqualTo(new RuntimeEvent(sandbox, id));
      assertThat(bench.record(id).state()).isEqualTo(State.EXITED);
    });
  }

  @Test
  void a_container_whose_program_cannot_be_started_has_ended_and_stays_so() throws Exception {
    with(bench -> {
      var id = bench.create(bench.sandbox(), "no-such-program");
      assertThatThrownBy(() -> bench.runtime().startContainer(id))
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo("StartError"));

      var record = bench.record(id);
      assertThat(record.state()).isEqualTo(State.EXITED);
      assertThat(record.exitCode()).isEqualTo(128);
      assertThat(record.reason()).isEqualTo("StartError");
      assertThat(record.message()).contains("no-such-program");
      assertThat(record.startedAt()).isEmpty();
      assertThat(record.finishedAt()).isPresent();
      assertThat(bench.said(id)).isEmpty();
      assertThat(bench.again().get().containers()).containsExactly(record);
      bench.runtime().stopContainer(id, GRACE);
      bench.runtime().removeContainer(id);
      assertThat(bench.runtime().containers()).isEmpty();
    });
  }

  @Test
  void only_a_running_container_of_the_same_sandbox_is_looked_into() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var main = bench.start(sandbox, "sleep", "1000");
      var elsewhere = bench.runtime().runSandbox(another());
      var made = bench.runtime().createContainer(sandbox, looking(main, "echo", "seen"));
      bench.runtime().startContainer(made);

      assertThat(bench.said(made)).isEqualTo("seen\n");
      assertThat(bench.record(made).config().target()).contains(main);
      assertThatTargetIsRefused(bench, elsewhere, main);
      assertThatTargetIsRefused(bench, sandbox, made);
      assertThatTargetIsRefused(bench, sandbox, "nobody");
    });
  }

  private static Sandbox.Config another() {
    return new Sandbox.Config(
        "default", "other", "uid-other", 0, "other", false, Map.of(), PidScope.CONTAINER);
  }

  private static void assertThatTargetIsRefused(Bench bench, String sandbox, String target) {
    assertThatThrownBy(
            () -> bench.runtime().createContainer(sandbox, looking(target, "echo", "seen")))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("CreateContainerError"))
        .hasMessage("invalid target container: container \"%s\" is not running", target);
  }

  @Test
  void a_container_that_is_asked_to_stop_ends() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      assertThat(bench.record(id).state()).isEqualTo(State.RUNNING);
      assertThat(bench.record(id).pid()).isPositive();

      bench.runtime().stopContainer(id, GRACE);

      assertThat(bench.record(id).state()).isEqualTo(State.EXITED);
      bench.runtime().stopContainer(id, GRACE);
      bench.runtime().removeContainer(id);
      bench.runtime().removeContainer(id);
      assertThat(bench.runtime().containers()).isEmpty();
    });
  }

  @Test
  void a_stopped_sandbox_has_no_container_that_runs() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var id = bench.start(sandbox, "sleep", "1000");
      bench.runtime().stopSandbox(sandbox);

      assertThat(bench.record(id).state()).isEqualTo(State.EXITED);
      assertThat(bench.record(id).exitCode()).isEqualTo(137);
      var another = bench.create(sandbox, "sleep", "1000");
      assertThatThrownBy(() -> bench.runtime().startContainer(another))
          .isInstanceOf(RuntimeFailure.class);
    });
  }

  @Test
  void a_runtime_that_comes_later_finds_what_runs() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var id = bench.start(sandbox, "sleep", "1000");
      var before = bench.record(id);
      bench.runtime().close();

      var later = bench.again().get();

      assertThat(later.containers()).containsExactly(before);
      assertThat(later.sandboxes()).extracting(Sandbox::id).containsExactly(sandbox);
      var told = bench.loop().<RuntimeEvent>promise();
      later.subscribe(told::complete);
      later.stopContainer(id, GRACE);
      assertThat(told.await()).isEqualTo(new RuntimeEvent(sandbox, id));
    });
  }

  @Test
  void a_command_inside_a_container_gives_its_output_and_exit_code() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");

      var echo = bench.runtime().exec(id, List.of("echo", "a", "b"), LIMIT);
      assertThat(echo.output()).isEqualTo("a b\n");
      assertThat(echo.exitCode()).isZero();
      assertThat(bench.runtime().exec(id, List.of("sh", "-c", "exit 3"), LIMIT).exitCode())
          .isEqualTo(3);
    });
  }

  @Test
  void a_command_reads_its_input() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      var options = new ExecOptions(List.of("cat"), false, true, Optional.empty());
      try (var session = bench.runtime().exec(id, options)) {
        session.in().write("one ".getBytes(StandardCharsets.UTF_8));
        session.in().write("two".getBytes(StandardCharsets.UTF_8));
        session.in().close();
        var out = new ByteArrayOutputStream();

        assertThat(session.run(out, OutputStream.nullOutputStream())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one two");
      }
    });
  }

  @Test
  void a_command_that_takes_too_long_is_killed() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");

      assertThatThrownBy(
              () -> bench.runtime().exec(id, List.of("sleep", "999"), Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo("DeadlineExceeded"));
      assertThat(bench.record(id).state()).isEqualTo(State.RUNNING);
    });
  }

  @Test
  void a_client_that_attaches_to_a_container_sees_its_end_and_may_leave_before() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      bench.runtime().attach(id, false).close();
      assertThat(bench.record(id).state()).isEqualTo(State.RUNNING);

      try (var session = bench.runtime().attach(id, false)) {
        bench.loop().spawn("stop", () -> bench.runtime().stopContainer(id, GRACE));
        session.run(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        assertThat(bench.record(id).state()).isEqualTo(State.EXITED);
      }
    });
  }

  @Test
  void a_container_that_does_not_run_takes_neither_clients_nor_commands() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "false");
      bench.said(id);

      assertThatThrownBy(() -> bench.runtime().attach(id, false))
          .isInstanceOf(RuntimeFailure.class);
      assertThatThrownBy(() -> bench.runtime().exec(id, List.of("echo"), LIMIT))
          .isInstanceOf(RuntimeFailure.class);
      assertThatThrownBy(() -> bench.runtime().exec("nobody", List.of("echo"), LIMIT))
          .isInstanceOf(RuntimeFailure.class);
    });
  }

  @Test
  void a_port_without_a_listener_refuses() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      for (var from : From.values()) {
        assertThatThrownBy(() -> bench.runtime().dial(sandbox, from, 8080, LIMIT))
            .isInstanceOfSatisfying(
                RuntimeFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo("ConnectionRefused"));
      }
    });
  }

  static String read(java.io.InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
