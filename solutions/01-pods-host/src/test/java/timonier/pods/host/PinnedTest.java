package timonier.pods.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What was found stays what it is, and no link takes its place.
@EnabledOnOs(OS.LINUX)
class PinnedTest {

  private Path folder = Path.of("");

  @BeforeEach
  void prepare(@TempDir Path path) throws IOException {
    folder = path.toRealPath();
  }

  /// What a descriptor stands for now.
  private static Path place(Pinned pinned) throws IOException {
    return Path.of("/proc/self/fd/" + pinned.place().number()).toRealPath();
  }

  @Test
  void what_is_not_there_is_made() throws IOException {
    try (var made = Pinned.folder(folder.resolve("a/b"))) {
      assertThat(place(made)).isEqualTo(folder.resolve("a/b")).isDirectory();
    }
    try (var made = Pinned.target(folder.resolve("c/d"), false)) {
      assertThat(place(made)).isEqualTo(folder.resolve("c/d")).isRegularFile();
    }
    try (var there = Pinned.target(folder.resolve("c/d"), true)) {
      assertThat(place(there)).isRegularFile();
    }
    assertThatThrownBy(() -> Pinned.folder(folder.resolve("c/d")))
        .hasMessageEndingWith("c/d cannot be entered: OPENAT2: Not a directory");
  }

  /// The path was found to have no link in it; then somebody put one there.
  @Test
  void a_link_that_came_later_is_refused_and_nothing_is_made_behind_it() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("later"), elsewhere);
    Files.createSymbolicLink(folder.resolve("host"), Path.of("/proc/self/root"));

    for (var path : new String[] {"later", "later/made", "host", "host/tmp"}) {
      assertThatThrownBy(() -> Pinned.walk(folder.resolve(path), true, 0))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("Too many levels of symbolic links");
    }
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void what_was_found_does_not_change_with_its_path() throws IOException {
    try (var found = Pinned.folder(folder.resolve("a"))) {
      Files.move(folder.resolve("a"), folder.resolve("b"));
      Files.createSymbolicLink(folder.resolve("a"), Path.of("/"));

      assertThat(place(found)).isEqualTo(folder.resolve("b"));
    }
  }
}
