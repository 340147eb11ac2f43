package timonier.kubelet.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.JsonFormat;
import timonier.pods.Pod;
import timonier.pods.RuntimeFailure;

class LocalVolumesTest {

  @TempDir private Path folder = Path.of("");

  private static final Pod POD =
      pod(
          """
          {"metadata": {"name": "web", "namespace": "default", "uid": "uid"},
           "spec": {"securityContext": {"fsGroup": 2000},
             "volumes": [{"name": "scratch", "emptyDir": {}}],
             "containers": [{"name": "main", "image": "any"}]}}
          """);

  private static Pod pod(String json) {
    return JsonFormat.read(JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8)), Pod.class);
  }

  private LocalVolumes volumes() {
    return new LocalVolumes(folder.resolve("volumes"));
  }

  private String scratch() {
    return volumes().mount(POD, POD.spec().volumes().getFirst()).orElseThrow();
  }

  @Test
  void anybody_may_write_into_an_empty_folder() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(scratch()))))
        .isEqualTo("rwxrwxrwx");
  }

  @Test
  void a_part_of_a_volume_is_made_where_it_is_missing() {
    var part = volumes().part(scratch(), "a/./b");

    assertThat(Path.of(part)).isDirectory().isEqualTo(Path.of(scratch(), "a", "b"));
  }

  @Test
  void whoever_may_use_a_volume_may_use_a_part_of_it() throws IOException {
    var part = Path.of(volumes().part(scratch(), "a/b"));

    for (var made : new Path[] {part, part.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwxrwxrwx");
    }
  }

  @Test
  @Needs(Need.ROOT)
  void what_is_in_a_volume_belongs_to_the_group_of_its_pod() throws IOException {
    var part = Path.of(volumes().part(scratch(), "a"));
    var file = Files.createFile(part.resolve("file"));

    for (var made : new Path[] {Path.of(scratch()), part, file}) {
      assertThat(Files.getAttribute(made, "unix:gid")).isEqualTo(2000);
    }
  }

  @Test
  void a_link_that_a_container_left_leads_nowhere() throws IOException {
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(Path.of(scratch(), "evil"), outside);
    Files.createSymbolicLink(Path.of(scratch(), "up"), Path.of("../../.."));

    for (var path : new String[] {"evil", "evil/x", "up", "up/outside"}) {
      assertThatThrownBy(() -> volumes().part(scratch(), path))
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo("CreateContainerConfigError"))
          .hasMessageContaining("leads out of the volume");
    }
    assertThat(outside).isEmptyDirectory();
  }
}
