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
import timonier.kit.loop.FileTree;
import timonier.kit.loop.LiveLoops;
import timonier.pods.host.PodNetwork;
import timonier.pods.host.Processes;
import timonier.pods.process.ProcessRuntime;
import timonier.pods.process.Tools;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.RuntimeFailure;

@Tag("real")
class ProcessRuntimeTest extends ContainerContract {

  private final List<ProcessRuntime> runtimes = new ArrayList<>();
  Path folder = Path.of("");

  PodNetwork network() {
    return new PodNetwork.Loopback("127.99.1");
  }

  @Override
  public void with(Body body) throws Exception {
    folder = Files.createTempDirectory("timonier-runtime");
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      var runtime = runtime(loops);
      try {
        body.run(new Bench(loops.loop("test"), runtime, () -> runtime(loops)));
      } finally {
        runtimes.forEach(ProcessRuntime::close);
        runtime(loops).removeAll();
        assertThat(processes()).isEmpty();
        FileTree.remove(folder);
      }
    }
  }

  private ProcessRuntime runtime(LiveLoops loops) {
    var runtime = new ProcessRuntime(loops.loop("runtime"), folder, network(), tools());
    runtimes.add(runtime);
    return runtime;
  }

  static Tools tools() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Tools.of(java, ProcessRuntimeTest::folderOf);
  }

  private static Path folderOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /// The processes of this folder: its supervisor, and all with a container's mark.
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

  /// Makes a file of a container's folder that no byte can be written to, as on a full disk.
  private Path full(String id, String name) throws java.io.IOException {
    var file = folder.resolve("containers").resolve(id).resolve(name);
    return Files.createSymbolicLink(file, Path.of("/dev/full"));
  }

  @Test
  void an_end_on_a_full_disk_is_reported_once_there_is_room() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var told = bench.loop().<ContainerRuntime.RuntimeEvent>promise();
      bench.runtime().subscribe(told::complete);
      var id = bench.runtime().createContainer(sandbox, config("sh", "-c", "exit 3"));
      var end = full(id, "exit.new");
      bench.runtime().startContainer(id);
      awaitReport(bench, id);
      assertThat(told.isDone()).isFalse();

      Files.delete(end);

      assertThat(told.await().containerId()).isEqualTo(id);
      assertThat(bench.record(id).exitCode()).isEqualTo(3);
    });
  }

  /// Waits until the supervisor has reported something about a container.
  private void awaitReport(Bench bench, String id) throws java.io.IOException {
    var limit = bench.loop().now().plus(LIMIT);
    while (!Files.readString(folder.resolve("supervisor/log")).contains(id)) {
      assertThat(bench.loop().now()).isBefore(limit);
      bench.loop().sleep(Duration.ofMillis(10));
    }
  }

  @Test
  void a_container_whose_log_is_full_ends_all_the_same() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var told = bench.loop().<ContainerRuntime.RuntimeEvent>promise();
      bench.runtime().subscribe(told::complete);
      var id = bench.runtime().createContainer(sandbox, config("sh", "-c", "echo lost; exit 3"));
      full(id, "log");
      bench.runtime().startContainer(id);

      assertThat(told.await().containerId()).isEqualTo(id);
      assertThat(bench.record(id).exitCode()).isEqualTo(3);
    });
  }

  @Test
  void a_container_that_cannot_be_noted_does_not_run() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var id = bench.runtime().createContainer(sandbox, config("sleep", "777"));
      var pid = full(id, "pid.new");
      assertThatThrownBy(() -> bench.runtime().startContainer(id))
          .isInstanceOf(RuntimeFailure.class)
          .hasMessageContaining("No space left on device");
      assertThat(bench.record(id).state()).isEqualTo(State.CREATED);
      assertThat(processes()).hasSize(1);

      Files.delete(pid);
      bench.runtime().startContainer(id);

      assertThat(bench.record(id).state()).isEqualTo(State.RUNNING);
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
