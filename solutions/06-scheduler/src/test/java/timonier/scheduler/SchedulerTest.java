package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.client.Client;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.pods.Pod;
import timonier.pods.PodsPart;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Part;
import timonier.simulation.SimulatedCluster;

class SchedulerTest {

  /// Refuses every node as long as any of them has a pod, which only a filter with a view of the
  /// whole cluster can know.
  private record Alone(String name) implements Filter {
    @Override
    public Demand prepare(Pod pod, ClusterView cluster) {
      var others = cluster.nodes().stream().mapToInt(node -> node.pods().size()).sum();
      return others == 0 ? NONE : new Demand.Impossible(others + " pods are here already");
    }
  }

  private static Part part() {
    var alone = new Profile("alone", List.of(new Alone("Alone")), List.of());
    return SchedulerPart.part(List.of(Profile.standard(Profile.DEFAULT_SCHEDULER), alone));
  }

  /// Runs a cluster of one node, whose pods are never started.
  private static List<Pod> pods(Consumer<Client> work) {
    var parts = List.of(PodsPart.part(), ApiServerPart.part(), part());
    try (var cluster = new SimulatedCluster(new SimulatedCluster.Plan(1, parts, 0, false))) {
      var simulation = cluster.simulation();
      simulation.call(() -> {
        work.accept(cluster.admin());
        return 0;
      });
      simulation.runFor(Duration.ofMinutes(1));
      return simulation
          .call(() -> cluster.admin().list(ResourceTypes.PODS, ListOptions.all()))
          .items();
    }
  }

  private static Json tree(String json) {
    return Json.of(JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static void node(Client client) {
    var made = client.create(ResourceTypes.NODES, "", tree("{'metadata': {'name': 'n'}}"));
    var status =
        tree("{'status': {'allocatable': {'cpu': '4', 'memory': '8Gi', 'pods': '10'}}}").copy();
    var patch = Patch.merge((ObjectNode) status).to("status");
    var _ = client.patch(ResourceTypes.NODES, made.key(), patch);
  }

  private static void pod(Client client, String name, String scheduler) {
    var json =
        "{'metadata': {'name': '%s'}, 'spec': {'schedulerName': '%s',"
            + " 'containers': [{'name': 'c', 'image': 'any'}]}}";
    var _ = client.create(ResourceTypes.PODS, "default", tree(json.formatted(name, scheduler)));
  }

  private static String told(Pod pod) {
    var condition = pod.condition("PodScheduled").map(c -> c.status() + " " + c.message());
    return "%s on '%s' %s"
        .formatted(pod.metadata().name(), pod.spec().nodeName(), condition.orElse("nothing"));
  }

  @Test
  void each_pod_is_placed_by_the_profile_that_it_names() {
    var pods =
        pods(client -> {
          node(client);
          pod(client, "a", "default-scheduler");
          pod(client, "b", "alone");
          pod(client, "c", "somebody-else");
        });

    assertThat(pods)
        .extracting(SchedulerTest::told)
        .containsExactly(
            "a on 'n' True ",
            "b on '' False 0/1 nodes are available: 1 pods are here already.",
            "c on '' nothing");
  }
}
