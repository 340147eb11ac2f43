package timonier.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;

@Tag("real")
@Needs(Need.DOCKER)
class TimonierContainerTest {

  /// Distinguishes this run's containers from all others on the machine.
  private static final Map<String, String> LABEL =
      Map.of("timonier.test", UUID.randomUUID().toString());

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  private static TimonierContainer container() {
    return new TimonierContainer().withLabels(LABEL);
  }

  private static List<String> containers() {
    return docker().listContainersCmd().withShowAll(true).withLabelFilter(LABEL).exec().stream()
        .map(found -> found.getId())
        .toList();
  }

  /// What is there of all that Testcontainers made in this run: on each it puts a label.
  private static List<String> made() {
    var session = DockerClientFactory.SESSION_ID;
    var label = Map.of(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, session);
    var filter = List.of(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL + "=" + session);
    var made = new ArrayList<String>();
    docker()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(label)
        .exec()
        .forEach(found -> made.add("container " + List.of(found.getNames())));
    docker()
        .listNetworksCmd()
        .withFilter("label", filter)
        .exec()
        .forEach(found -> made.add("network " + found.getName()));
    docker()
        .listVolumesCmd()
        .withFilter("label", filter)
        .exec()
        .getVolumes()
        .forEach(found -> made.add("volume " + found.getName()));
    return made;
  }

  private static KubernetesClient client(TimonierContainer cluster) {
    var config = Config.fromKubeconfig(cluster.getKubeConfigYaml());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// Removes the image of this build, which nothing else uses: it is all that was left.
  @AfterAll
  static void removeImage() {
    var image = new ClusterImage().name();
    docker().removeImageCmd(image).exec();
    assertThatThrownBy(() -> docker().inspectImageCmd(image).exec())
        .isInstanceOf(NotFoundException.class);
  }

  private static void runs(KubernetesClient client, String image) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage(image)
            .endContainer()
            .endSpec()
            .build();
    client.pods().inNamespace("default").resource(pod).create();
    client.pods().inNamespace("default").withName("web").waitUntilReady(60, TimeUnit.SECONDS);
  }

  @Test
  void a_foreign_client_runs_a_pod_on_it_and_nothing_is_left() {
    try (var cluster = container().withNodes(2)) {
      cluster.start();
      try (var client = client(cluster)) {
        assertThat(client.nodes().list().getItems()).hasSize(2);
        runs(client, "timonier/web");
        assertThat(client.pods().inNamespace("default").withName("web").getLog()).isNotNull();
      }
      assertThat(containers()).containsExactly(cluster.getContainerId());
      assertThat(made()).hasSize(1);
      assertThat(cluster.getContainerInfo().getMounts()).as("volumes without a name").isEmpty();
    }
    assertThat(containers()).isEmpty();
    assertThat(made()).isEmpty();
  }

  @Test
  void a_container_may_be_kept_for_the_next_start_which_makes_no_image() {
    var first = container().withContainers(TimonierContainer.Containers.SIMULATED).withReuse(true);
    first.start();
    try {
      var image = docker().inspectImageCmd(first.getDockerImageName()).exec().getId();
      try (var client = client(first)) {
        runs(client, "any");
      }

      var second =
          container().withContainers(TimonierContainer.Containers.SIMULATED).withReuse(true);
      second.start();

      assertThat(second.getContainerId()).isEqualTo(first.getContainerId());
      assertThat(docker().inspectImageCmd(second.getDockerImageName()).exec().getId())
          .isEqualTo(image);
      try (var client = client(second)) {
        assertThat(client.pods().inNamespace("default").withName("web").get()).isNotNull();
      }
    } finally {
      first.stop();
    }
    assertThatThrownBy(() -> docker().inspectContainerCmd(first.getContainerId()).exec())
        .isInstanceOfAny(NotFoundException.class, NullPointerException.class);
  }
}
