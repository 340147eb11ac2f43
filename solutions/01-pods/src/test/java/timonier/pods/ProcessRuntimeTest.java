package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.LiveLoops;
import timonier.pods.ContainerRuntime.ContainerConfig;
import timonier.pods.ContainerRuntime.State;
import timonier.pods.process.Catalogue;
import timonier.pods.process.PodNetwork;
import timonier.pods.process.Processes;
import timonier.pods.process.WebServer;

@Tag("real")
class ProcessRuntimeTest extends ContainerContract {

  private final List<ProcessRuntime> runtimes = new ArrayList<>();
  private Path folder = Path.of("");

  PodNetwork network() {
    return new PodNetwork.Loopback("127.99.1");
  }

  @Override
  void with(Body body) throws Exception {
    folder = Files.createTempDirectory("timonier-runtime");
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      var runtime = runtime(loops);
      try {
        body.run(new Bench(loops.loop("test"), runtime, () -> runtime(loops)));
      } finally {
        runtimes.forEach(ProcessRuntime::close);
        runtime(loops).removeAll();
        assertThat(processes()).isEmpty();
        Processes.removeTree(folder);
      }
    }
  }

  private ProcessRuntime runtime(LiveLoops loops) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var classes =
        Path.of(
            URI.create(
                WebServer.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    var runtime =
        new ProcessRuntime(
            loops.loop("runtime"), folder, network(), new Catalogue(java, classes.toString()));
    runtimes.add(runtime);
    return runtime;
  }

  /// The processes that this folder started: its supervisor, and all that have a container's mark.
  private List<Long> processes() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> pid != ProcessHandle.current().pid())
        .filter(pid -> mentions(pid, "cmdline") || mentions(pid, "environ"))
        .toList();
  }

  private boolean mentions(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid, file), StandardCharsets.ISO_8859_1)
          .contains(folder.toString());
    } catch (java.io.IOException _) {
      return false;
    }
  }

  @Test
  void an_unknown_image_needs_a_command() throws Exception {
    with(bench -> {
      assertThat(bench.runtime().pullImage("nginx")).isEqualTo("noted:nginx");
      var config =
          new ContainerConfig(
              "c", 0, "nginx", List.of(), List.of(), "", Map.of(), List.of(), Map.of());
      var sandbox = bench.sandbox();
      assertThatThrownBy(() -> bench.runtime().createContainer(sandbox, config))
          .hasMessageContaining("timonier/web")
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo("ErrImagePull"));
    });
  }

  @Test
  void a_command_that_is_not_there_is_refused_in_a_sentence() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      for (var name : List.of("no-such", "/no/such", "/tmp", "")) {
        assertThatThrownBy(() -> bench.runtime().exec(id, List.of(name), LIMIT))
            .isInstanceOf(RuntimeFailure.class)
            .hasMessageContaining(
                "unable to start container process: exec: \"%s\": executable file not found"
                    .formatted(name))
            .hasMessageEndingWith(" in $PATH");
      }
      assertThat(bench.runtime().exec(id, List.of("/bin/sh", "-c", "exit 5"), LIMIT).exitCode())
          .isEqualTo(5);
    });
  }

  @Test
  void what_a_container_leaves_behind_ends_with_it() throws Exception {
    with(bench -> {
      var id =
          bench.start(
              bench.sandbox(), "sh", "-c", "setsid sleep 777 & sleep 777 & echo $!; exit 0");
      var left = Long.parseLong(bench.said(id).strip());
      assertThat(mentions(left, "environ")).isFalse();
      assertThat(processes()).hasSize(1);
      assertThat(bench.record(id).exitCode()).isZero();
    });
  }

  @Test
  void when_its_supervisor_is_killed_a_container_ends_and_the_next_one_starts_clean()
      throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var id = bench.start(sandbox, "sh", "-c", "sleep 777 & wait");
      var told = bench.loop().<ContainerRuntime.RuntimeEvent>promise();
      bench.runtime().subscribe(told::complete);
      var supervisor = Processes.Id.read(folder.resolve("supervisor/process")).orElseThrow();

      Processes.run(List.of("kill", "-KILL", Long.toString(supervisor.pid())));

      assertThat(told.await().containerId()).isEqualTo(id);
      assertThat(bench.record(id).state()).isEqualTo(State.EXITED);
      assertThat(bench.record(id).exitCode()).isEqualTo(137);
      assertThat(processes()).isEmpty();
      var next = bench.start(sandbox, "echo", "again");
      assertThat(bench.said(next)).isEqualTo("again\n");
    });
  }

  @Test
  void a_supervisor_that_does_not_answer_is_ended_and_what_it_ran_is_over() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "777");
      runtimes.forEach(ProcessRuntime::close);
      Files.delete(Path.of(Files.readString(folder.resolve("supervisor/address"))));

      var next = bench.again().get();

      var left = next.containers().stream().filter(kept -> kept.id().equals(id)).findFirst();
      assertThat(left).map(ContainerRuntime.ContainerRecord::state).contains(State.EXITED);
      assertThat(processes()).isEmpty();
    });
  }

  @Test
  void a_supervisor_starts_fast_enough() throws Exception {
    with(bench -> {
      var begin = bench.loop().now();
      bench.said(bench.start(bench.sandbox(), "echo", "x"));
      var first = bench.loop().now();
      bench.said(bench.start(bench.sandbox(), "echo", "x"));
      System.out.printf(
          "first container %d ms, second %d ms%n",
          Duration.between(begin, first).toMillis(),
          Duration.between(first, bench.loop().now()).toMillis());
    });
  }
}
