package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// The official client for Python. It sends `watch=True`, reads objects into classes that refuse
/// missing fields, and sends text where others send bytes.
@Tag("real")
@Timeout(180)
@ExtendWith(SharedCluster.class)
class PythonClientTest {

  @TempDir private Path folder;

  @Test
  @Needs(Need.PYTHON_CLIENT)
  void a_program_in_python_watches_lists_and_talks(LiveCluster cluster) throws Exception {
    var process =
        new ProcessBuilder("/usr/bin/python3", program(), cluster.kubeconfig().toString())
            .redirectErrorStream(true)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed.lines())
        .contains(
            "a watch tells of python",
            "node ['node-1']",
            "sets [1]",
            "leases 1",
            "ingresses 0",
            "said ['err', 'out']",
            "heard 42 and ended with 4");
  }

  private String program() throws IOException {
    try (var stream = Objects.requireNonNull(getClass().getResourceAsStream("client.py"))) {
      return Files.write(folder.resolve("client.py"), stream.readAllBytes()).toString();
    }
  }
}
