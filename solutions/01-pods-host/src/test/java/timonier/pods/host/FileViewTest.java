package timonier.pods.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Resolves paths of a container.
class FileViewTest {

  private Path folder = Path.of("");

  @BeforeEach
  void prepare(@TempDir Path path) throws IOException {
    folder = path.toRealPath();
  }

  private Path link(String name, String text) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), Path.of(text));
  }

  @Test
  void a_path_without_links_leads_where_it_says_and_never_above_the_root() throws IOException {
    assertThat(FileView.inside(folder.resolve("a/./b/../c"))).isEqualTo(folder.resolve("a/c"));
    assertThat(FileView.inside(Path.of("/../no-such/.."))).isEqualTo(Path.of("/"));
    assertThat(FileView.inside(Path.of("no-such/there"))).isEqualTo(Path.of("/no-such/there"));
    assertThat(FileView.inside(Path.of(""))).isEqualTo(Path.of("/"));
  }

  @Test
  void links_are_followed_also_to_what_is_not_there() throws IOException {
    link("near", "b/../c");
    link("far", folder + "/near/d");
    link("up", "../../../../../../../../no-such");

    assertThat(FileView.inside(folder.resolve("near"))).isEqualTo(folder.resolve("c"));
    assertThat(FileView.inside(folder.resolve("far/e"))).isEqualTo(folder.resolve("c/d/e"));
    assertThat(FileView.inside(folder.resolve("up/x"))).isEqualTo(Path.of("/no-such/x"));
  }

  @Test
  void links_in_a_circle_are_refused() throws IOException {
    link("one", "two");
    var two = link("two", "one");

    assertThatThrownBy(() -> FileView.inside(two)).hasMessageContaining("too many links");
  }

  /// The link's text is `/`, so the path is resolved among the files that the caller sees.
  @Test
  void the_root_of_a_process_is_one_s_own() throws IOException {
    link("out", "/proc/self/root");

    assertThat(FileView.inside(folder.resolve("out/no-such/x"))).isEqualTo(Path.of("/no-such/x"));
  }
}
