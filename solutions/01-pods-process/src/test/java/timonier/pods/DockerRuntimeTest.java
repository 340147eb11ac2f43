package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.loop.LiveLoops;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.docker.BridgeNetwork;
import timonier.pods.docker.DockerRecords;
import timonier.pods.docker.DockerRuntime;
import timonier.pods.docker.Engine;
import timonier.pods.docker.ToolsImage;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.From;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.RuntimeFailure;

/// Runs containers on the engine of this machine, which must be running.
@Tag("real")
@Needs({Need.ROOT, Need.DOCKER, Need.UTIL_LINUX, Need.BASH})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerRuntimeTest extends ContainerContract implements ConfinedContract {

  private static final String CLUSTER = "timonier-runtime-test";
  private static final String NETWORK = "timonier-test";
  private static final Map<String, String> LABELS = Map.of(DockerRecords.CLUSTER, CLUSTER);

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "bash",
          "cat",
          "dd",
          "echo",
          "false",
          "grep",
          "kill",
          "ls",
          "readlink",
          "sleep",
          "stty",
          "touch",
          "tr",
          "tty");

  private final Engine engine = Engine.local();
  private final List<DockerRuntime> runtimes = new ArrayList<>();

  @BeforeAll
  void prepare() throws IOException {
    assertThat(engine.answers()).as("the Docker Engine runs").isTrue();
    engine.removeAll(LABELS);
    engine.createNetwork(
        new BridgeNetwork(NETWORK, "tmd-test", "10.234.0.0/16", "10.234.0.1", LABELS));
    new ToolsImage(IMAGE, TOOLS).load(engine);
  }

  @AfterAll
  void remove() {
    engine.removeAll(LABELS);
    assertThat(engine.containers(LABELS)).isEmpty();
    engine.close();
  }

  @Override
  public void with(Body body) throws Exception {
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      var runtime = runtime(loops);
      try {
        body.run(new Bench(loops.loop("test"), runtime, () -> runtime(loops)));
      } finally {
        runtimes.forEach(DockerRuntime::close);
        runtimes.clear();
        engine.containers(LABELS).forEach(left -> engine.remove(left.id()));
      }
    }
  }

  private DockerRuntime runtime(LiveLoops loops) {
    var place = new DockerRuntime.Place(CLUSTER, "node-1", NETWORK);
    var runtime = new DockerRuntime(loops.loop("runtime"), engine, place);
    runtimes.add(runtime);
    return runtime;
  }

  private static ContainerConfig rich(Path folder) {
    return new ContainerConfig(
        "rich",
        0,
        IMAGE,
        List.of("sh", "-c"),
        List.of(
            "pwd; echo $COLOUR; ls /given; touch /given/new || echo read only;"
                + " cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes"
                + " 2>/dev/null; cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us"
                + " 2>/dev/null"),
        "/bin",
        Map.of("COLOUR", "deep red"),
        List.of(new Mount(folder.toString(), "/given", true)),
        Map.of(),
        false,
        false,
        false,
        Optional.of(new Limits(100, 500, 64 << 20)),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void a_container_has_what_was_asked_for(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a-file"), "");
    with(bench -> {
      var id = bench.runtime().createContainer(bench.sandbox(), rich(folder));
      bench.runtime().startContainer(id);

      assertThat(bench.said(id).lines())
          .contains("/bin", "deep red", "a-file", "read only", Integer.toString(64 << 20))
          .anyMatch(line -> line.equals("50000") || line.equals("50000 100000"));
      assertThat(folder.resolve("new")).doesNotExist();
    });
  }

  @Test
  void nothing_is_made_by_a_runtime_that_was_closed() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var closed = bench.again().get();
      closed.close();

      assertThatThrownBy(() -> closed.createContainer(sandbox, config("echo")))
          .hasMessageContaining("closed");
      assertThat(bench.runtime().containers()).isEmpty();
    });
  }

  @Test
  void containers_of_a_pod_share_network_and_memory_but_not_files() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var one = bench.start(sandbox, "sleep", "1000");
      var two = bench.start(sandbox, "sleep", "1001");
      var spaces =
          List.of("sh", "-c", "readlink /proc/self/ns/net /proc/self/ns/ipc; echo $HOSTNAME");
      var seen = bench.runtime().exec(one, spaces, LIMIT).output();

      assertThat(seen).contains("net:[", "ipc:[");
      assertThat(bench.runtime().exec(two, spaces, LIMIT).output()).isEqualTo(seen);
      bench.runtime().exec(one, List.of("touch", "/mine"), LIMIT);
      assertThat(bench.runtime().exec(two, List.of("ls", "/mine"), LIMIT).exitCode()).isPositive();
    });
  }

  @Test
  void the_pods_own_localhost_is_reached_from_inside_only() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var pause = engine.inspect(sandbox).orElseThrow().pid();
      var server = webInside(pause);
      try {
        assertThat(server.inputReader().readLine()).startsWith("Serving");

        assertThatThrownBy(() -> bench.runtime().dial(sandbox, From.NODE, 8080, LIMIT))
            .isInstanceOf(RuntimeFailure.class);
        try (var connection = bench.runtime().dial(sandbox, From.POD, 8080, LIMIT)) {
          connection.out().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          connection.closeOut();
          assertThat(read(connection.in())).startsWith("HTTP/1.1 200 OK");
        }
      } finally {
        server.destroyForcibly().waitFor();
      }
    });
  }

  /// Starts the web server of the JDK on the localhost of a pod.
  private static Process webInside(long pause) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            List.of(
                "nsenter",
                "-t",
                Long.toString(pause),
                "-n",
                java,
                "-m",
                "jdk.httpserver",
                "-b",
                "127.0.0.1",
                "-p",
                "8080"));
    return builder.redirectErrorStream(true).start();
  }

  @Test
  void a_log_is_shown_from_its_last_lines_on_and_a_long_line_stays_whole() throws Exception {
    with(bench -> {
      var script =
          "echo one; echo two; x=0123456789; for i in 1 2 3 4 5 6 7 8 9 10 11 12;"
              + " do x=$x$x; done; echo $x; echo three";
      var id = bench.start(bench.sandbox(), "bash", "-c", script);
      var said = bench.said(id).lines().toList();

      assertThat(said).hasSize(4).contains("one", "two", "three");
      assertThat(said).anyMatch(line -> line.length() == 10 << 12);
      var last = new LogOptions(false, Optional.of(1L), Optional.empty(), false, Optional.empty());
      assertThat(bench.log(id, last)).isEqualTo("three\n");
      var timed = new LogOptions(false, Optional.empty(), Optional.empty(), true, Optional.empty());
      assertThat(bench.log(id, timed).lines()).hasSize(4).allMatch(l -> l.startsWith("20"));
    });
  }

  @Test
  void a_log_holds_also_what_was_said_as_an_error() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "bash", "-c", "echo out; echo err >&2");
      assertThat(bench.said(id).lines()).containsExactlyInAnyOrder("out", "err");
    });
  }

  @Test
  void an_image_that_no_registry_has_cannot_be_pulled() throws Exception {
    with(bench -> {
      var runtime = bench.runtime();
      assertThat(runtime.imageId("127.0.0.1:9/none:1")).isEmpty();
      assertThatThrownBy(() -> runtime.pullImage("127.0.0.1:9/none:1"))
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo("ErrImagePull"))
          .hasMessageContaining("127.0.0.1:9");
      assertThat(runtime.pullImage(IMAGE)).isEqualTo(runtime.imageId(IMAGE).orElseThrow());
    });
  }

  @Test
  void the_containers_of_another_node_are_not_seen() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var place = new DockerRuntime.Place(CLUSTER, "node-2", NETWORK);
      try (var other = new DockerRuntime(bench.loop(), engine, place)) {
        assertThat(other.sandboxes()).isEmpty();
        assertThatThrownBy(() -> other.dial(sandbox, From.NODE, 80, LIMIT))
            .isInstanceOfSatisfying(
                RuntimeFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo("NotFound"));
      }
    });
  }

  @Test
  void a_runtime_without_an_engine_says_so() throws Exception {
    with(bench -> {
      try (var nobody = new Engine("unix:///nowhere/docker.sock");
          var runtime =
              new DockerRuntime(bench.loop(), nobody, new DockerRuntime.Place("c", "n", "w"))) {
        assertThatThrownBy(runtime::containers)
            .isInstanceOfSatisfying(
                RuntimeFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo(RuntimeFailure.UNAVAILABLE));
      }
    });
  }
}
