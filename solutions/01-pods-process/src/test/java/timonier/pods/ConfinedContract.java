package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.pods.RuntimeContract.Bench;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

/// The contract of every [timonier.pods.runtime.ContainerRuntime] that separates containers from
/// the host.
interface ConfinedContract {

  void with(RuntimeContract.Body body) throws Exception;

  /// Builds the configuration of a container, piece by piece.
  ///
  /// @param script that its shell runs
  record Wanted(
      String script,
      String directory,
      List<Mount> mounts,
      Optional<Limits> limits,
      Optional<Privileges> security,
      Optional<String> target) {

    static Wanted script(String script) {
      return new Wanted(
          script, "", List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Wanted in(String directory) {
      return new Wanted(script, directory, mounts, limits, security, target);
    }

    Wanted with(Mount... mounts) {
      return new Wanted(script, directory, List.of(mounts), limits, security, target);
    }

    Wanted with(Limits limits) {
      return new Wanted(script, directory, mounts, Optional.of(limits), security, target);
    }

    Wanted as(Privileges security) {
      return new Wanted(script, directory, mounts, limits, Optional.of(security), target);
    }

    Wanted looking(String target) {
      return new Wanted(script, directory, mounts, limits, security, Optional.of(target));
    }

    ContainerConfig config() {
      return new ContainerConfig(
          "main",
          0,
          RuntimeContract.IMAGE,
          List.of("bash", "-c", script),
          List.of(),
          directory,
          Map.of(),
          mounts,
          Map.of(),
          false,
          false,
          false,
          limits,
          security,
          target);
    }

    /// Starts it.
    ///
    /// @return its id
    String start(Bench bench) {
      var id = bench.runtime().createContainer(bench.sandbox(), config());
      bench.runtime().startContainer(id);
      return id;
    }

    /// Runs it to its end.
    ///
    /// @return what it printed
    String said(Bench bench) {
      return bench.said(start(bench));
    }
  }

  private static Privileges capabilities(List<String> added, List<String> dropped) {
    return new Privileges(
        Optional.empty(), Optional.empty(), List.of(), false, added, dropped, false, false);
  }

  @Test
  default void a_program_is_the_user_that_was_asked_for() throws Exception {
    var user =
        new Privileges(
            Optional.of(1234L),
            Optional.of(2345L),
            List.of(3456L),
            false,
            List.of(),
            List.of(),
            false,
            true);
    with(bench -> {
      var status = Wanted.script("cat /proc/self/status").as(user).said(bench);
      assertThat(status)
          .contains("Uid:\t1234\t1234\t1234\t1234", "Gid:\t2345\t2345\t2345\t2345")
          .containsPattern("Groups:.*3456")
          .contains("CapEff:\t0000000000000000");
    });
  }

  @Test
  default void root_may_do_what_it_was_given_and_nothing_else() throws Exception {
    with(bench -> {
      var none = capabilities(List.of(), List.of("ALL"));
      assertThat(Wanted.script("cat /proc/self/status").as(none).said(bench))
          .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1");
      var one = capabilities(List.of("NET_ADMIN"), List.of("ALL"));
      assertThat(Wanted.script("cat /proc/self/status").as(one).said(bench))
          .contains("CapEff:\t0000000000001000");
      var usual =
          Wanted.script("cat /proc/self/status; echo x > /proc/sys/kernel/domainname").said(bench);
      assertThat(usual).contains("NoNewPrivs:\t0").contains("Read-only file system");
    });
  }

  @Test
  default void a_root_that_may_only_be_read_leaves_mounts_to_write_to(@TempDir Path folder)
      throws Exception {
    var security =
        new Privileges(
            Optional.empty(), Optional.empty(), List.of(), false, List.of(), List.of(), true, true);
    var script = "touch /mine /etc/mine; touch /given/mine && echo written";
    with(bench -> {
      var said =
          Wanted.script(script)
              .with(new Mount(folder.toString(), "/given", false))
              .as(security)
              .said(bench);
      assertThat(said.lines().filter(line -> line.contains("Read-only file system"))).hasSize(2);
      assertThat(said.lines()).contains("written");
      assertThat(folder.resolve("mine")).exists();
    });
  }

  @Test
  default void mounts_are_real_also_inside_of_each_other(@TempDir Path folder) throws Exception {
    var outer = Files.createDirectory(folder.resolve("outer"));
    var inner = Files.createDirectories(folder.resolve("inner"));
    Files.writeString(Files.createDirectory(outer.resolve("x")).resolve("precious"), "still here");
    var script =
        "ls /h/x; touch /h/x/made; touch /h/new || echo no; echo tea > /h/x/note; cat /h/x/note";
    with(bench -> {
      var said =
          Wanted.script(script)
              .with(
                  new Mount(inner.toString(), "/h/x", false),
                  new Mount(outer.toString(), "/h", true))
              .said(bench);

      assertThat(said).contains("no\n", "tea\n").doesNotContain("precious");
      assertThat(outer.resolve("x/precious")).hasContent("still here");
      assertThat(outer.resolve("new")).doesNotExist();
      assertThat(inner.resolve("made")).exists();
    });
  }

  @Test
  default void a_mounted_file_takes_the_last_message(@TempDir Path folder)
      throws IOException, Exception {
    var file = Files.createFile(folder.resolve("message"));
    with(bench -> {
      var script = "echo out of coffee > /dev/termination-log";
      var mount = new Mount(file.toString(), "/dev/termination-log", false);
      assertThat(Wanted.script(script).with(mount).said(bench)).isEmpty();
      assertThat(file).hasContent("out of coffee");
    });
  }

  @Test
  default void a_container_knows_its_name_its_address_and_where_it_starts() throws Exception {
    with(bench -> {
      var said = Wanted.script("cat /etc/hosts /etc/hostname; pwd").in("/some/where").said(bench);
      var address = bench.runtime().sandboxes().getFirst().address();

      assertThat(said)
          .containsPattern(address + "\\s+web")
          .containsPattern("127.0.0.1\\s+localhost");
      assertThat(said).contains("web\n").endsWith("/some/where\n");
    });
  }

  @Test
  default void a_mounted_hosts_file_goes_before_that_of_the_runtime(@TempDir Path folder)
      throws Exception {
    var hosts = Files.writeString(folder.resolve("hosts"), "10.9.8.7\ttea\n");
    with(bench -> {
      var said =
          Wanted.script("cat /etc/hosts")
              .with(new Mount(hosts.toString(), "/etc/hosts", false))
              .said(bench);
      assertThat(bench.runtime().separatesFiles()).isTrue();
      assertThat(said).isEqualTo("10.9.8.7\ttea\n");
    });
  }

  @Test
  default void a_container_sees_its_own_processes_or_those_of_its_pod() throws Exception {
    with(bench -> {
      var own = bench.start(bench.sandbox(), "sleep", "1001");
      var list = List.of("bash", "-c", "grep -szohE '^100[1-5]$|java$' /proc/[0-9]*/cmdline");
      bench.start(bench.sandbox(), "sleep", "1002");
      var seen = bench.runtime().exec(own, list, RuntimeContract.LIMIT).output();
      assertThat(seen).contains("1001").doesNotContain("1002").doesNotContain("java");

      var pod = bench.runtime().runSandbox(sharing(PidScope.POD));
      var one = bench.start(pod, "sleep", "1003");
      bench.start(pod, "sleep", "1004");
      var shared = bench.runtime().exec(one, list, RuntimeContract.LIMIT).output();
      assertThat(shared).contains("1003", "1004").doesNotContain("1001").doesNotContain("java");

      var guest = bench.start(bench.runtime().runSandbox(sharing(PidScope.NODE)), "sleep", "1005");
      var all = bench.runtime().exec(guest, list, RuntimeContract.LIMIT).output();
      assertThat(all).contains("1005", "1001", "java");
    });
  }

  private static Sandbox.Config sharing(PidScope processes) {
    return new Sandbox.Config(
        "default", "together", "uid-" + processes, 0, "together", false, Map.of(), processes);
  }

  @Test
  default void a_container_sees_the_processes_of_its_target_and_ends_with_them() throws Exception {
    with(bench -> {
      var main = Wanted.script("exec sleep 1001").start(bench);
      var other = Wanted.script("exec sleep 1002").start(bench);
      var eyes = Wanted.script("exec sleep 1003").looking(main).start(bench);
      var list = List.of("bash", "-c", "grep -szohE '^100[1-5]$|java$' /proc/[0-9]*/cmdline");

      for (var seeing : List.of(main, eyes)) {
        assertThat(bench.runtime().exec(seeing, list, RuntimeContract.LIMIT).output())
            .contains("1001", "1003")
            .doesNotContain("1002", "java");
      }
      var files = List.of("bash", "-c", "touch /mine; ls /proc/1/root/mine");
      assertThat(bench.runtime().exec(eyes, files, RuntimeContract.LIMIT).exitCode()).isPositive();
      bench.runtime().stopContainer(main, RuntimeContract.GRACE);
      bench.said(eyes);
      assertThat(bench.record(eyes).exitCode()).isEqualTo(137);
      assertThat(bench.record(other).state()).isEqualTo(State.RUNNING);
    });
  }

  @Test
  default void a_container_whose_target_has_ended_meanwhile_does_not_start() throws Exception {
    with(bench -> {
      var main = Wanted.script("exec sleep 1001").start(bench);
      var eyes = Wanted.script("exec sleep 1002").looking(main);
      var late = bench.runtime().createContainer(bench.sandbox(), eyes.config());
      bench.runtime().stopContainer(main, RuntimeContract.GRACE);

      assertThatThrownBy(() -> bench.runtime().startContainer(late))
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo(RuntimeFailure.START_ERROR));
      assertThat(bench.record(late).state()).isEqualTo(State.EXITED);
      assertThat(bench.record(late).exitCode()).isEqualTo(RuntimeFailure.NOT_STARTED);
      assertThat(bench.record(late).message()).contains(main);
    });
  }

  @Test
  default void nothing_is_mounted_over_a_containers_own_root(@TempDir Path folder)
      throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      for (var root : List.of("/", "/.", "/tmp/..")) {
        var wanted = Wanted.script("true").with(new Mount(folder.toString(), root, false));
        assertThatThrownBy(() -> bench.runtime().createContainer(sandbox, wanted.config()))
            .isInstanceOfSatisfying(
                RuntimeFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo("CreateContainerError"));
      }
      assertThat(bench.runtime().containers()).isEmpty();
    });
  }

  @Test
  default void too_much_memory_ends_a_container_with_the_right_reason() throws Exception {
    with(bench -> {
      var wanted =
          Wanted.script("x=$(cat /dev/zero | tr '\\0' x)").with(new Limits(0, 500, 32 << 20));
      assertThat(bench.runtime().unkept(wanted.config())).isEmpty();
      var id = bench.runtime().createContainer(bench.sandbox(), wanted.config());
      bench.runtime().startContainer(id);
      bench.said(id);
      assertThat(bench.record(id).reason()).isEqualTo("OOMKilled");
    });
  }

  @Test
  default void what_a_container_may_use_changes_while_it_runs() throws Exception {
    with(bench -> {
      var id = Wanted.script("sleep 60").with(new Limits(100, 500, 64 << 20)).start(bench);

      bench.runtime().updateContainer(id, new Limits(200, 750, 128 << 20));
      assertThat(bench.record(id).config().limits()).contains(new Limits(200, 750, 128 << 20));
      assertThat(bench.record(id).state()).isEqualTo(State.RUNNING);
    });
  }

  @Test
  default void a_container_that_gets_less_memory_is_killed_when_it_wants_more() throws Exception {
    with(bench -> {
      var script = "until [ -e /go ]; do sleep 0.1; done; x=$(cat /dev/zero | tr '\\0' x)";
      var id = Wanted.script(script).with(new Limits(0, 500, 512L << 20)).start(bench);

      bench.runtime().updateContainer(id, new Limits(0, 500, 32 << 20));
      bench.runtime().exec(id, List.of("touch", "/go"), RuntimeContract.LIMIT);
      bench.said(id);
      assertThat(bench.record(id).reason()).isEqualTo("OOMKilled");
    });
  }
}
