package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Two releases of the real `kubectl`, twelve apart, run the same script against one cluster. Each
/// must print what its reviewed transcript says.
///
/// `-Dtimonier.rewrite=true` writes the transcripts anew, to be reviewed.
@Tag("real")
@Needs(Need.KUBECTL_RELEASES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlScenario {

  private KubectlCluster cluster;

  @BeforeAll
  void start() throws IOException {
    cluster = KubectlCluster.start("process", 2);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Test
  void kubectl_1_20_prints_its_transcript() throws IOException {
    check("1.20");
  }

  @Test
  void kubectl_1_32_prints_its_transcript() throws IOException {
    check("1.32");
  }

  private void check(String release) throws IOException {
    var printed = cluster.print(release, KubectlCluster.script());
    var reviewed = KubectlCluster.reviewed(release);
    if (Boolean.getBoolean("timonier.rewrite")) {
      Files.copy(printed, reviewed, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(printed).hasSameTextualContentAs(reviewed);
  }
}
