package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

/// Both releases of the real `kubectl` talk to containers of Docker and to their ports, and print
/// the same as for containers that are processes.
@Tag("real")
@Needs({Need.DOCKER, Need.KUBECTL_RELEASES})
class DockerStreamsScenario {

  private static final String TALKING = "Talking to a container, and to its ports";

  @Test
  void talking_to_containers_of_docker_is_no_different() throws IOException {
    try (var cluster = KubectlCluster.start("docker", 1)) {
      for (var release : KubectlCluster.RELEASES) {
        var reviewed = Files.readString(KubectlCluster.reviewed(release));
        assertThat(cluster.print(release, KubectlCluster.part(KubectlCluster.script(), TALKING)))
            .hasContent(KubectlCluster.part(reviewed, TALKING));
      }
    }
  }
}
