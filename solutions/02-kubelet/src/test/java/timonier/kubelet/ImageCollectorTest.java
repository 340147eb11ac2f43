package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.pods.Pod;
import timonier.pods.runtime.ContainerRuntime.Image;
import timonier.pods.simulated.SimulatedImages;
import timonier.pods.simulated.SimulatedProgram;

class ImageCollectorTest {

  private static Pod pod(String image) {
    return Pods.of(
        """
        {'metadata': {'name': '%1$s', 'namespace': 'default', 'uid': 'uid-%1$s'},
         'spec': {'nodeName': 'node', 'restartPolicy': 'Always', 'terminationGracePeriodSeconds': 1,
          'containers': [{'name': 'main', 'image': '%1$s'}]}}
        """
            .formatted(image));
  }

  private static List<String> names(SimulatedNode node) {
    return node.host.images().list().stream().map(Image::names).map(List::getFirst).toList();
  }

  /// Five images of 18 bytes each on a disk of 100: `a` was used before `b`, and the others are
  /// still in use.
  private static SimulatedNode full(Simulation simulation) {
    var images = new SimulatedImages(100, _ -> 18);
    var node = new SimulatedNode(simulation, _ -> SimulatedProgram.forever(), images);
    node.start();
    List.of("a", "b", "c", "d").forEach(image -> node.want(pod(image)));
    simulation.runFor(Duration.ofMinutes(6));
    node.remove("uid-a");
    simulation.runFor(Duration.ofMinutes(5));
    node.remove("uid-b");
    simulation.runFor(Duration.ofMinutes(1));
    assertThat(names(node)).containsExactlyInAnyOrder("a", "b", "c", "d");
    node.want(pod("e"));
    simulation.runFor(Duration.ofMinutes(1));
    return node;
  }

  @Test
  void the_image_that_was_not_used_for_longest_goes_when_the_disk_is_full() {
    try (var simulation = new Simulation(1)) {
      var node = full(simulation);
      assertThat(names(node)).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
      simulation.runFor(Duration.ofMinutes(10));
      assertThat(names(node)).containsExactlyInAnyOrder("b", "c", "d", "e");
    }
  }

  @Test
  void a_kubelet_that_starts_again_finds_what_is_unused() {
    try (var simulation = new Simulation(1)) {
      var node = full(simulation);
      node.crash();
      node.start();
      simulation.runFor(Duration.ofMinutes(1));
      assertThat(names(node)).hasSize(4).contains("c", "d", "e");
      assertThat(node.pod("uid-e").isReady()).isTrue();
    }
  }

  @Test
  void an_image_that_does_not_fit_is_tried_again_until_it_does() {
    try (var simulation = new Simulation(1)) {
      var node = full(simulation);
      node.want(pod("f"));
      simulation.runFor(Duration.ofSeconds(30));
      var waiting = node.pod("uid-f").status().orElseThrow().containerStatuses().getFirst().state();
      assertThat(waiting.waiting().orElseThrow().reason()).isEqualTo("ImagePullBackOff");
      simulation.runFor(Duration.ofMinutes(20));
      assertThat(node.pod("uid-f").isReady()).isTrue();
      assertThat(names(node)).containsExactlyInAnyOrder("c", "d", "e", "f");
    }
  }
}
