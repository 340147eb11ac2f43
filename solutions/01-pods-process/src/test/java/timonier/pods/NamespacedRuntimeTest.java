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
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.loop.FileTree;
import timonier.kit.loop.LiveLoops;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.host.PodNetwork;
import timonier.pods.host.Processes;
import timonier.pods.process.ProcessRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.From;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.RuntimeFailure;

/// Pods with network namespaces of their own; needs root.
@Tag("real")
@Needs({Need.ROOT, Need.IPROUTE})
class NamespacedRuntimeTest extends ProcessRuntimeTest implements ConfinedContract {

  private static final String BRIDGE = "tmn-test";

  private static final Sandbox.Config SANDBOX =
      new Sandbox.Config(
          "default", "web", "uid-web", 0, "web", false, Map.of(), PidScope.CONTAINER);

  private static final PodNetwork.Bridged NETWORK =
      new PodNetwork.Bridged(BRIDGE, "10.233.0.1", "10.233.1");

  @Override
  PodNetwork network() {
    NETWORK.prepare();
    return NETWORK;
  }

  @AfterAll
  static void remove() {
    NETWORK.remove();
  }

  /// Runs in a network namespace of its own, with the host's `/sys`, which shows a bridge of this
  /// name.
  @Test
  @Needs(Need.UTIL_LINUX)
  void a_pod_is_seen_whatever_network_sys_shows() throws Exception {
    network();
    var script = "mount -t tmpfs none /run && exec \"$0\" -cp \"$1\" \"$2\"";
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var child =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--mount",
                "sh",
                "-c",
                script,
                java,
                path,
                Elsewhere.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(child.inputReader().lines()).containsExactly("joined", "left");
  }

  /// Joins the network of the namespace in which it runs, and leaves it.
  static final class Elsewhere {
    public static void main(String[] arguments) {
      var network = new PodNetwork.Bridged(BRIDGE, "10.233.0.1", "10.233.1");
      network.prepare();
      network.join("0123456789abcdef", 9);
      System.out.println(network.isJoined("0123456789abcdef") ? "joined" : "not joined");
      network.leave("0123456789abcdef");
      System.out.println(network.isJoined("0123456789abcdef") ? "not left" : "left");
    }

    private Elsewhere() {}
  }

  private static ContainerConfig webOnLocalhost() {
    return web(Map.of("POD_IP", "127.0.0.1"));
  }

  private static ContainerConfig web(Map<String, String> environment) {
    return new ContainerConfig(
        "web", 0, "timonier/web:v1", List.of(), List.of(), "", environment, List.of(), Map.of());
  }

  @Test
  void the_pods_own_localhost_is_reached_from_inside_only() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var id = bench.runtime().createContainer(sandbox, webOnLocalhost());
      bench.runtime().startContainer(id);
      awaitWord(bench, id);

      assertThatThrownBy(() -> bench.runtime().dial(sandbox, From.NODE, 8080, LIMIT))
          .isInstanceOf(RuntimeFailure.class);
      try (var connection = bench.runtime().dial(sandbox, From.POD, 8080, LIMIT)) {
        connection.out().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        connection.closeOut();
        assertThat(read(connection.in())).startsWith("HTTP/1.1 200 OK").endsWith(" v1\n");
      }
    });
  }

  /// Holds with a Docker Engine, too, whose firewall drops what crosses bridges that it does not
  /// know.
  @Test
  @Needs(Need.BASH)
  void pods_reach_each_other() throws Exception {
    with(bench -> {
      var web = bench.runtime().createContainer(bench.sandbox(), web(Map.of()));
      bench.runtime().startContainer(web);
      awaitWord(bench, web);
      var address = bench.runtime().sandboxes().getFirst().address();
      var other =
          new Sandbox.Config(
              "default", "other", "uid-other", 0, "other", false, Map.of(), PidScope.CONTAINER);

      var caller =
          bench.start(
              bench.runtime().runSandbox(other),
              "timeout",
              "10",
              "bash",
              "-c",
              "exec 3<>/dev/tcp/%s/8080 && echo reached".formatted(address));

      assertThat(bench.said(caller)).isEqualTo("reached\n");
    });
  }

  @Test
  void what_the_host_keeps_to_itself_is_not_there() throws Exception {
    with(bench -> {
      var script =
          "exec 2>&1; ls -A /home /root /run /var/run /tmp /var/lib /mnt /srv /etc/ssh;"
              + " cat /etc/shadow; ls -d %1$s /var/run/docker.sock; ls /proc/1/root/;"
              + " ls /dev/[vs]d*; ls /host; echo end";
      var said = ConfinedContract.Wanted.script(script.formatted(folder)).said(bench);

      assertThat(said)
          .contains("/home:\n\n/mnt:\n\n/root:\n\n/run:\n\n/srv:\n\n/tmp:\n\n")
          .contains("/var/lib:\n\n/var/run:\n")
          .contains("'" + folder + "': No such file", "'/var/run/docker.sock': No such file")
          .contains("'/host': No such file", "'/dev/[vs]d*': No such file")
          .doesNotContainPattern("(?m)^root:")
          .endsWith("end\n");
    });
  }

  @Test
  void what_a_container_writes_stays_in_its_folder() throws Exception {
    with(bench -> {
      var script = "for f in /etc /usr/bin /tmp /; do echo x > $f/timonier-was-here; done; ls /";
      assertThat(ConfinedContract.Wanted.script(script).said(bench)).contains("timonier-was-here");
      for (var place : List.of("/etc", "/usr/bin", "/tmp", "/")) {
        assertThat(Path.of(place, "timonier-was-here")).doesNotExist();
      }
    });
  }

  /// Some paths that exist, one that does not, each mounted like a termination message.
  @Test
  void what_is_mounted_over_files_of_the_host_leaves_them_as_they_were(@TempDir Path own)
      throws Exception {
    var precious = Files.writeString(own.resolve("precious"), "still here");
    var missing = own.resolve("missing");
    var attacked = List.of("/etc/passwd", "/usr/bin/env", precious.toString(), missing.toString());
    var before = states(attacked);
    for (var path : attacked) {
      with(bench -> {
        var message = Files.writeString(folder.resolve("message"), "");
        var script = "echo mine > %1$s; cat %1$s; rm -f %1$s; mv %1$s /tmp".formatted(path);
        var said =
            ConfinedContract.Wanted.script(script + " 2>/dev/null; true")
                .with(new Mount(message.toString(), path, false))
                .said(bench);

        assertThat(said).as(path).contains("mine\n");
        assertThat(message).hasContent("mine");
      });
      assertThat(states(attacked)).as("after %s", path).isEqualTo(before);
    }
    assertThat(precious).hasContent("still here");
  }

  /// The content of each file, and since when it has it.
  private static List<String> states(List<String> paths) throws IOException {
    var states = new ArrayList<String>();
    for (var path : paths) {
      var file = Path.of(path);
      states.add(
          Files.exists(file)
              ? Files.readAttributes(file, "unix:ino,size,mode,ctime").toString()
              : "none");
    }
    return states;
  }

  /// A container that sees all processes of the node can reach the host's files through `/proc`.
  @Test
  void no_path_of_a_spec_leads_to_the_host_by_its_processes(@TempDir Path own) throws Exception {
    var file = Files.writeString(own.resolve("file"), "");
    for (var process : List.of("self", Long.toString(ProcessHandle.current().pid()))) {
      var out = Path.of("/proc", process, "root" + own);
      with(bench -> {
        var guest = bench.runtime().runSandbox(ofNode());
        var wanted =
            ConfinedContract.Wanted.script("pwd -P; ls -A . ..; ls -A " + own)
                .in(out.resolve("started").toString())
                .with(new Mount(file.toString(), out.resolve("mounted").toString(), false));
        var id = bench.runtime().createContainer(guest, wanted.config());
        bench.runtime().startContainer(id);

        assertThat(bench.said(id))
            .startsWith(own.resolve("started") + "\n")
            .endsWith("mounted\nstarted\n");
      });
      assertThat(own).isDirectoryNotContaining(found -> !found.equals(file));
    }
  }

  private static Sandbox.Config ofNode() {
    return new Sandbox.Config(
        "default", "guest", "uid-guest", 0, "guest", false, Map.of(), PidScope.NODE);
  }

  /// The orphans read from a pipe until it is closed, so that their parents end before them.
  @Test
  void orphans_that_ended_are_not_left_as_zombies() throws Exception {
    var script =
        """
        mkfifo /tmp/gate
        for i in 1 2 3; do (cat /tmp/gate &); done
        until [ $(grep -shE '^[0-9]+ .cat. S 1 ' /proc/[0-9]*/stat | wc -l) = 3 ]; do :; done
        : > /tmp/gate
        while grep -qs '(cat)' /proc/[0-9]*/stat; do :; done
        grep -shE '^[0-9]+ .*. Z ' /proc/[0-9]*/stat || echo no zombie
        """;
    with(bench -> {
      var main = bench.start(bench.sandbox(), "sleep", "1000");
      var said = bench.runtime().exec(main, List.of("bash", "-c", script), LIMIT);

      assertThat(said.output()).isEqualTo("no zombie\n");
    });
  }

  @Test
  void what_a_container_leaves_among_the_processes_of_its_target_ends_with_it() throws Exception {
    with(bench -> {
      var main = bench.start(bench.sandbox(), "sleep", "1001");
      var eyes =
          ConfinedContract.Wanted.script("setsid sleep 1002 > /dev/null 2>&1 & echo looked")
              .looking(main);

      assertThat(eyes.said(bench)).isEqualTo("looked\n");
      var list = List.of("bash", "-c", "grep -szohE '^100[1-5]$' /proc/[0-9]*/cmdline");
      assertThat(bench.runtime().exec(main, list, LIMIT).output()).isEqualTo("1001\0");
    });
  }

  @Test
  void a_container_asks_the_name_servers_of_the_host() throws Exception {
    with(bench ->
        assertThat(ConfinedContract.Wanted.script("cat /etc/resolv.conf").said(bench))
            .isEqualTo(Files.readString(Path.of("/etc/resolv.conf"))));
  }

  @Test
  void a_program_without_a_handler_stops_when_asked() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000");
      bench.runtime().stopContainer(id, LIMIT);
      assertThat(bench.record(id).exitCode()).isEqualTo(143);
    });
  }

  @Test
  void the_recorded_process_is_the_only_one_whose_arguments_tell_the_command() throws Exception {
    with(bench -> {
      var id = bench.start(bench.sandbox(), "sleep", "1000.000777");
      var telling =
          ProcessHandle.allProcesses()
              .filter(process -> tells(process.pid(), "1000.000777"))
              .map(ProcessHandle::pid)
              .toList();
      assertThat(telling).containsExactly(bench.record(id).pid());
    });
  }

  private static boolean tells(long pid, String word) {
    try {
      return Files.readString(Path.of("/proc/" + pid, "cmdline"), StandardCharsets.ISO_8859_1)
          .contains(word);
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void a_sandbox_whose_namespace_is_gone_does_not_run_and_is_made_again() throws Exception {
    with(bench -> {
      var before = bench.sandbox();
      Processes.run(List.of("ip", "netns", "del", PodNetwork.Bridged.namespace(before)));

      assertThat(bench.runtime().sandboxes().getFirst().running()).isFalse();
      var after = bench.sandbox();
      assertThat(after).isNotEqualTo(before);
      assertThat(bench.said(bench.start(after, "echo", "again"))).isEqualTo("again\n");
    });
  }

  @Test
  void a_sandbox_whose_bridge_was_made_again_does_not_run() throws Exception {
    with(bench -> {
      bench.sandbox();
      Processes.run(List.of("ip", "link", "del", BRIDGE));
      var _ = network();

      assertThat(bench.runtime().sandboxes().getFirst().running()).isFalse();
      assertThat(bench.runtime().sandboxes().getFirst().address()).isEmpty();
    });
  }

  @Test
  void a_sandbox_that_cannot_be_made_leaves_nothing() throws Exception {
    with(bench -> {
      Processes.run(List.of("ip", "link", "del", BRIDGE));
      try {
        var before = namespaces();
        assertThatThrownBy(bench::sandbox)
            .isInstanceOfSatisfying(
                RuntimeFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo("FailedCreatePodSandBox"));
        assertThat(namespaces()).isEqualTo(before);
        assertThat(bench.runtime().sandboxes()).isEmpty();
      } finally {
        var _ = network();
      }
    });
  }

  /// Closes the runtime, as far as that can go, before it runs a command of the network.
  private static final class EndAtCommand implements ToIntFunction<List<String>> {
    private final int which;
    private int count;
    private Optional<ProcessRuntime> runtime = Optional.empty();
    private Optional<Thread> end = Optional.empty();

    EndAtCommand(int which) {
      this.which = which;
    }

    @Override
    public int applyAsInt(List<String> command) {
      if (runtime.isPresent() && count++ == which) {
        var ending = Thread.ofPlatform().start(runtime.get()::removeAll);
        end = Optional.of(ending);
        while (ending.getState() != Thread.State.BLOCKED && ending.isAlive()) {
          Thread.onSpinWait();
        }
        Thread.currentThread().interrupt();
      }
      return Processes.run(command);
    }
  }

  @Test
  void an_end_at_any_step_of_a_start_leaves_nothing() throws Exception {
    var _ = network();
    var before = namespaces();
    var steps = 0;
    for (var isOver = false; !isOver; steps++) {
      var commands = new EndAtCommand(steps);
      var network = new PodNetwork.Bridged(BRIDGE, "10.233.0.1", "10.233.1", commands);
      var home = Files.createTempDirectory("timonier-runtime");
      try (var loops = new LiveLoops((_, bug) -> System.err.println(bug))) {
        var runtime = new ProcessRuntime(loops.loop("runtime"), home, network, tools());
        commands.runtime = Optional.of(runtime);
        startAndEnd(runtime);
        isOver = !Thread.interrupted();
        if (isOver) {
          runtime.removeAll();
        } else {
          commands.end.orElseThrow().join();
        }

        assertThat(namespaces()).as("after an end at step %d", steps).isEqualTo(before);
        assertThat(runtime.sandboxes()).isEmpty();
        assertThatThrownBy(() -> runtime.runSandbox(SANDBOX)).hasMessageContaining("closed");
      } finally {
        FileTree.remove(home);
      }
    }
    assertThat(steps).isGreaterThan(8);
  }

  /// Starts and closes at once. A start may succeed although the end has begun; then the end
  /// removes what it made.
  private static void startAndEnd(ProcessRuntime runtime) {
    try {
      assertThat(runtime.runSandbox(SANDBOX)).isNotEmpty();
    } catch (RuntimeFailure ended) {
      assertThat(ended).hasMessageStartingWith("failed: ip ");
    }
  }

  private static List<String> namespaces() throws IOException {
    try (var all = Files.list(Path.of("/run/netns"))) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  /// Waits until the container has printed something.
  private static void awaitWord(Bench bench, String id) {
    var said = bench.loop().<String>promise();
    var options = new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.of(1L));
    bench.loop().spawn("log", () -> said.complete(bench.log(id, options)));
    assertThat(said.await()).hasSize(1);
  }
}
