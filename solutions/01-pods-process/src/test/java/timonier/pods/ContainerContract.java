package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ExecOptions;
import timonier.pods.runtime.ContainerRuntime.RuntimeEvent;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.RuntimeFailure;

/// The contract of every [ContainerRuntime] whose containers are real programs: they have two
/// outputs, a shell, terminals and signals.
abstract class ContainerContract extends RuntimeContract {

  static final OutputStream NOWHERE = OutputStream.nullOutputStream();

  static ContainerConfig interactive(boolean tty, String... command) {
    var plain = config(command);
    return new ContainerConfig(
        plain.name(),
        0,
        IMAGE,
        plain.command(),
        List.of(),
        "",
        Map.of("COLOUR", "red"),
        List.of(),
        Map.of(),
        true,
        true,
        tty,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void both_outputs_of_a_command_are_distinguished() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      var command = List.of("sh", "-c", "echo out; echo err >&2; exit 4");
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      try (var session =
          bench.runtime().exec(id, new ExecOptions(command, false, false, Optional.empty()))) {
        assertThat(session.run(out, err)).isEqualTo(4);
      }
      assertThat(out).hasToString("out\n");
      assertThat(err).hasToString("err\n");
    });
  }

  @Test
  void a_command_with_a_terminal_knows_its_size() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      var command = List.of("sh", "-c", "read x; stty size; test -t 0 && echo terminal $x");
      var out = new ByteArrayOutputStream();
      try (var session =
          bench.runtime().exec(id, new ExecOptions(command, true, true, Optional.empty()))) {
        session.resize(100, 40);
        session.in().write("now\n".getBytes(StandardCharsets.UTF_8));
        assertThat(session.run(out, NOWHERE)).isZero();
      }
      assertThat(out.toString(StandardCharsets.UTF_8).lines()).contains("40 100", "terminal now");
    });
  }

  @Test
  void a_container_reads_from_attached_clients_until_the_first_one_leaves() throws Exception {
    with(bench -> {
      var config = interactive(false, "sh", "-c", "while read line; do echo got $line; done");
      var id = bench.runtime().createContainer(bench.sandbox(), config);
      bench.runtime().startContainer(id);
      try (var session = bench.runtime().attach(id, true)) {
        session.in().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        session.in().flush();
      }
      assertThat(bench.said(id)).isEqualTo("got one\ngot two\n");
      assertThat(bench.record(id).exitCode()).isZero();
    });
  }

  @Test
  void a_listener_that_is_called_for_an_end_sees_it() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      for (var round = 0; round < 5; round++) {
        var told = bench.loop().<RuntimeEvent>promise();
        var listening = bench.runtime().subscribe(told::complete);
        var id = bench.runtime().createContainer(sandbox, interactive(false, "sh", "-c", "read x"));
        bench.runtime().startContainer(id);
        assertThat(bench.record(id).state()).isEqualTo(State.RUNNING);
        try (var session = bench.runtime().attach(id, true)) {
          session.in().write('\n');
          session.in().flush();
          assertThat(told.await()).isEqualTo(new RuntimeEvent(sandbox, id));
        }
        assertThat(bench.record(id).state()).isEqualTo(State.EXITED);
        listening.cancel();
        bench.runtime().removeContainer(id);
      }
    });
  }

  @Test
  void a_container_may_have_a_terminal() throws Exception {
    with(bench -> {
      var config = interactive(true, "sh", "-c", "tty >/dev/null && read x && echo $x $COLOUR");
      var id = bench.runtime().createContainer(bench.sandbox(), config);
      bench.runtime().startContainer(id);
      var out = new ByteArrayOutputStream();
      try (var session = bench.runtime().attach(id, true)) {
        session.in().write("deep\n".getBytes(StandardCharsets.UTF_8));
        assertThat(session.run(out, NOWHERE)).isZero();
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("deep red");
      assertThat(bench.said(id)).contains("deep red");
    });
  }

  @Test
  void a_container_that_was_killed_by_a_signal_says_so() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sh", "-c", "sh -c 'kill -KILL $$'; exit $?");
      bench.said(id);
      assertThat(bench.record(id).exitCode()).isEqualTo(137);
    });
  }

  @Test
  void a_command_ends_when_its_client_has_left() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      var command = List.of("sh", "-c", "echo $$; sleep 776");
      var session =
          bench.runtime().exec(id, new ExecOptions(command, false, false, Optional.empty()));
      var out = new ByteArrayOutputStream();
      var first = bench.loop().<String>promise();
      bench.loop().spawn("listen", () -> listen(session, out, first));
      var pid = first.await().strip();
      session.close();

      var gone = List.of("sh", "-c", "while kill -0 " + pid + "; do sleep 0.05; done");
      assertThat(bench.runtime().exec(id, gone, LIMIT).exitCode()).isZero();
    });
  }

  private static void listen(
      ContainerRuntime.Session session, OutputStream out, timonier.kit.loop.Promise<String> first) {
    try {
      session.run(
          new OutputStream() {
            @Override
            public void write(int b) {
              first.complete(Character.toString(b));
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              first.complete(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
          },
          out);
    } catch (RuntimeFailure _) {
      // the stream was closed
    }
  }
}
