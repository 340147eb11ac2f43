package timonier.kubelet.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.sim.Simulation;
import timonier.pods.Pod;

class ManifestFolderTest {

  @Test
  void a_manifest_is_a_pod_until_it_changes(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("web.yaml"),
        """
        metadata: {name: web}
        spec:
          containers:
          - {name: web, image: web-server}
        """);
    Files.writeString(folder.resolve("broken.yaml"), "{");
    var told = new ArrayList<List<Pod>>();
    var complaints = new ArrayList<String>();
    try (var simulation = new Simulation(1)) {
      new ManifestFolder(simulation.loop("kubelet"), folder, "node-1", complaints::add)
          .subscribe(told::add);
      simulation.runFor(Duration.ofSeconds(30));
      Files.writeString(folder.resolve("web.yaml"), "{metadata: {name: web}, spec: {}}");
      simulation.runFor(Duration.ofSeconds(20));
    }
    var first = told.getFirst().getFirst();
    assertThat(first.metadata().name()).isEqualTo("web-node-1");
    assertThat(first.spec().containers().getFirst().image()).isEqualTo("web-server");
    assertThat(told.get(1)).isEqualTo(told.getFirst());
    assertThat(told.getLast().getFirst().metadata().uid()).isNotEqualTo(first.metadata().uid());
    assertThat(complaints.getFirst()).contains("broken.yaml");
  }
}
