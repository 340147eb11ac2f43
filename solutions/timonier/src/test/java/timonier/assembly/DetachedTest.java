package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedTest {

  @TempDir private Path home;

  @Test
  void a_cluster_that_runs_is_reported_instead_of_started_again() throws Exception {
    var folder = DataFolder.open(home.resolve("data"));
    try (var _ = folder.lock()) {
      assertThatThrownBy(() -> Detached.start(folder, _ -> List.of("--version")))
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith("A cluster already runs in " + folder.path());
    }
    assertThat(Files.exists(folder.file("logs").resolve("server.log"))).isFalse();
  }
}
