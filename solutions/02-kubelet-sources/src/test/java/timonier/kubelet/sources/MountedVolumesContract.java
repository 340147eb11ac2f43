package timonier.kubelet.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kubelet.containers.TerminationMessages.Run;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.Privileges;

/// The contract for volumes of a node, seen from inside a container that is separated from the
/// host.
interface MountedVolumesContract {

  /// The image with a shell, where images are real.
  String IMAGE = "timonier/volume-tools";

  Privileges ANN =
      new Privileges(
          Optional.of(1234L),
          Optional.of(2345L),
          List.of(),
          false,
          List.of(),
          List.of(),
          false,
          false);

  Pod POD =
      JsonFormat.read(
          """
          {"metadata": {"name": "web", "namespace": "default", "uid": "uid"},
           "spec": {"volumes": [
               {"name": "scratch", "emptyDir": {}},
               {"name": "fast", "emptyDir": {"medium": "Memory", "sizeLimit": "1Mi"}}],
             "containers": [{"name": "main", "image": "any"}]}}
          """
              .getBytes(StandardCharsets.UTF_8),
          Pod.class);

  /// The body of a test, run where it has a runtime.
  interface Body {
    void run(Bench bench) throws Exception;
  }

  /// Runs a test with an empty runtime, and cleans up.
  void with(Body body) throws Exception;

  /// The equipment of a test.
  ///
  /// @param runtime the runtime of its containers
  /// @param volumes the node's volumes
  record Bench(ContainerRuntime runtime, LocalVolumes volumes) {

    /// The path on the node of a volume of the pod.
    Path volume(String name) {
      var volume = POD.spec().volumes().stream().filter(v -> v.name().equals(name)).findFirst();
      return Path.of(volumes.mount(POD, volume.orElseThrow()).orElseThrow());
    }

    /// Runs a script in a container with a mount, and returns what it prints.
    String said(Privileges security, String script, Mount mount) {
      var sandbox =
          runtime.runSandbox(
              new Sandbox.Config(
                  "default", "web", "uid", 0, "web", true, Map.of(), PidScope.CONTAINER));
      var config =
          new ContainerConfig(
              "main",
              0,
              IMAGE,
              List.of("bash", "-c", script),
              List.of(),
              "",
              Map.of(),
              List.of(mount),
              Map.of(),
              false,
              false,
              false,
              Optional.empty(),
              Optional.of(security),
              Optional.empty());
      var id = runtime.createContainer(sandbox, config);
      runtime.startContainer(id);
      var out = new ByteArrayOutputStream();
      var all = new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.empty());
      runtime.logs(id, all, out);
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  default void a_part_of_a_volume_shows_nothing_else_of_it() throws Exception {
    with(bench -> {
      var volume = bench.volume("scratch");
      Files.writeString(volume.resolve("secret"), "of others");
      var part = Path.of(bench.volumes().part(volume.toString(), "a/b"));
      Files.writeString(part.resolve("own"), "tea\n");
      var script =
          "ls -A /given; cat /given/own /given/../secret 2> /dev/null; ls -A /given/..;"
              + " touch /given/new";
      var said = bench.said(Privileges.USUAL, script, new Mount(part.toString(), "/given", false));

      assertThat(said).startsWith("own\ntea\n").doesNotContain("of others");
      assertThat(said.lines()).doesNotContain("a", "secret");
      assertThat(volume.resolve("a/b/new")).exists();
    });
  }

  @Test
  default void another_user_may_write_into_an_empty_folder() throws Exception {
    with(bench -> {
      var volume = bench.volume("scratch");
      var script = "umask 022; ls -nd /given; echo tea > /given/new; ls -n /given";
      var said = bench.said(ANN, script, new Mount(volume.toString(), "/given", false));

      assertThat(said).startsWith("drwxrwxrwx ").containsPattern("-rw-r--r-- 1 1234 2345 4 .* new");
      assertThat(volume.resolve("new")).hasContent("tea");
      assertThat(Files.getAttribute(volume.resolve("new"), "unix:uid")).isEqualTo(1234);
    });
  }

  @Test
  default void a_folder_in_memory_is_in_memory_inside_and_holds_no_more_than_its_limit()
      throws Exception {
    with(bench -> {
      var script =
          "ls -nd /given; grep ' /given ' /proc/mounts; echo tea > /given/small;"
              + " dd if=/dev/zero of=/given/large bs=1M count=2; cat /given/small";
      var mount = new Mount(bench.volume("fast").toString(), "/given", false);
      var said = bench.said(ANN, script, mount);

      assertThat(said)
          .startsWith("drwxrwxrwx ")
          .contains("No space left on device")
          .contains("tea");
      assertThat(said.lines())
          .filteredOn(line -> line.contains(" /given "))
          .singleElement()
          .asString()
          .startsWith("tmpfs /given tmpfs rw,nosuid,nodev");
    });
  }

  @Test
  default void a_last_message_may_have_the_path_of_a_file_of_the_host() throws Exception {
    with(bench -> {
      var host = Path.of("/etc/passwd");
      var before = Files.readString(host);
      var changed = Files.getLastModifiedTime(host);
      var run = new Run("uid", "main", 0);
      var mount = new Mount(bench.volumes().file(run).orElseThrow(), host.toString(), false);
      bench.said(Privileges.USUAL, "echo out of coffee > /etc/passwd", mount);

      assertThat(bench.volumes().read(run, 100)).isEqualTo("out of coffee\n");
      assertThat(host).content().isEqualTo(before);
      assertThat(Files.getLastModifiedTime(host)).isEqualTo(changed);
    });
  }
}
