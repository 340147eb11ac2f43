package timonier.kubelet.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.RuntimeFailure;

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

  private static Pod inMemory(String more, String limits) {
    return pod(
        """
        {"metadata": {"name": "web", "namespace": "default", "uid": "uid"},
         "spec": {"volumes": [{"name": "fast", "emptyDir": {"medium": "Memory" %s}}],
           "containers": [
             {"name": "a", "image": "any", "resources": {"limits": {"memory": "2Mi"}}},
             {"name": "b", "image": "any" %s}]}}
        """
            .formatted(more, limits)
            .replace('\'', '"'));
  }

  private Path fast(Pod pod) {
    return Path.of(volumes().mount(pod, pod.spec().volumes().getFirst()).orElseThrow());
  }

  @Test
  @Needs(Need.ROOT)
  void a_folder_in_memory_holds_no_more_than_its_limit_and_goes_with_its_pod() throws IOException {
    var pod = inMemory(", 'sizeLimit': '1Mi'", "");
    var fast = fast(pod);
    try {
      assertThat(Files.getFileStore(fast).type()).isEqualTo("tmpfs");
      assertThat(Files.getFileStore(fast).getTotalSpace()).isEqualTo(1 << 20);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fast)))
          .isEqualTo("rwxrwxrwx");
      Files.writeString(fast.resolve("small"), "kept");
      assertThatThrownBy(() -> Files.write(fast.resolve("large"), new byte[2 << 20]))
          .isInstanceOf(IOException.class);

      assertThat(fast(pod).resolve("small")).content().isEqualTo("kept");
    } finally {
      volumes().unmount("uid");
    }
    assertThat(fast.getParent()).doesNotExist();
  }

  @Test
  @Needs(Need.ROOT)
  void a_folder_in_memory_holds_no_more_than_its_pods_containers_may_have() throws IOException {
    var other = ", 'resources': {'limits': {'memory': '3Mi'}}";
    try {
      assertThat(Files.getFileStore(fast(inMemory(", 'sizeLimit': '1Gi'", other))).getTotalSpace())
          .isEqualTo(5 << 20);
    } finally {
      volumes().unmount("uid");
    }
  }

  @Test
  @Needs(Need.ROOT)
  void a_folder_in_memory_without_any_limit_may_have_all_memory() throws IOException {
    try {
      assertThat(Files.getFileStore(fast(inMemory("", ""))).getTotalSpace())
          .isGreaterThan(memory() / 2);
    } finally {
      volumes().unmount("uid");
    }
  }

  @Test
  void a_volume_in_memory_is_made_by_root_and_reported_otherwise() {
    var isRoot = System.getProperty("user.name").equals("root");
    var unkept = volumes().unkept(inMemory("", "").spec().volumes().getFirst());

    assertThat(unkept).hasSize(isRoot ? 0 : 1).allMatch(what -> what.contains("\"fast\""));
    assertThat(volumes().unkept(POD.spec().volumes().getFirst())).isEmpty();
  }

  @Test
  void a_part_of_a_volume_is_made_where_it_is_missing() {
    var part = volumes().part(scratch(), "a/./b");

    assertThat(Path.of(part)).isDirectory().isEqualTo(Path.of(scratch(), "a", "b"));
  }

  @Test
  void users_of_a_volume_may_use_a_part_of_it() throws IOException {
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

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
