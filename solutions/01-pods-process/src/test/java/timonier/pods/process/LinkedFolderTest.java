package timonier.pods.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.RuntimeFailure;

class LinkedFolderTest {

  @TempDir private Path temporary = Path.of("");
  private Path host = Path.of("");
  private Path given = Path.of("");
  private LinkedFolder folder = new LinkedFolder(host);

  @BeforeEach
  void prepare() throws IOException {
    host = Files.createDirectory(temporary.resolve("host"));
    given = Files.createDirectory(temporary.resolve("given"));
    Files.writeString(host.resolve("x"), "precious");
    folder = new LinkedFolder(temporary.resolve("work"));
  }

  private void mount(Path from, String to) {
    folder.mount(new Mount(from.toString(), to, false));
  }

  private void isRefused(Path from, String to) {
    assertThatThrownBy(() -> mount(from, to))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("CreateContainerError"))
        .hasMessageContaining(" cannot be mounted at " + to);
  }

  @Test
  void a_mounted_folder_is_seen_and_mounted_again() throws IOException {
    mount(host, "/data/h");
    mount(host, "/data/h");

    assertThat(folder.path().resolve("data/h/x")).hasContent("precious");
  }

  @Test
  void a_mount_inside_another_deletes_no_file_of_the_host() {
    mount(host, "/h");

    isRefused(given, "/h/x");
    isRefused(given, "/h/y/z");
    assertThat(host.resolve("x")).hasContent("precious");
    assertThat(host).isDirectoryNotContaining("glob:**/y");
  }

  @Test
  void a_file_or_a_full_folder_in_the_place_of_a_mount_stays() throws IOException {
    Files.createDirectories(folder.path().resolve("full/of"));
    Files.writeString(folder.path().resolve("file"), "mine");

    isRefused(given, "/full");
    isRefused(given, "/file");
    assertThat(folder.path().resolve("file")).hasContent("mine");
  }

  @Test
  void what_a_link_cannot_show_is_refused() {
    isRefused(given, "/");
    isRefused(given, "/../../given2");
    assertThatThrownBy(() -> folder.mount(new Mount(given.toString(), "/given", true)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("may only be read");
  }
}
