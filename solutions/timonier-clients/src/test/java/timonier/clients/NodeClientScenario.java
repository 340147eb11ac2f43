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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// The official client for Node. Installing it by npm takes a while, so this does not run every
/// day.
@Tag("real")
@Timeout(600)
@ExtendWith(SharedCluster.class)
@EnabledIfSystemProperty(
    named = "timonier.extent",
    matches = "long",
    disabledReason = "npm takes a while; ./timonier verify --long")
class NodeClientScenario {

  private static final String PROGRAM = "client.mjs";
  private static final String CLIENT = "@kubernetes/client-node@1.4.0";

  @TempDir private Path folder;

  @Test
  @Needs(Need.NODE)
  void a_program_in_javascript_watches_lists_and_talks(LiveCluster cluster) throws Exception {
    try (var stream = Objects.requireNonNull(getClass().getResourceAsStream(PROGRAM))) {
      Files.write(folder.resolve(PROGRAM), stream.readAllBytes());
    }
    must("npm", "install", "--no-audit", "--no-fund", "--silent", CLIENT);

    assertThat(must("node", PROGRAM, cluster.kubeconfig().toString()).lines())
        .contains("a watch tells of node", "node node-1", "heard 42 and err", "ended with 4");
  }

  private String must(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
