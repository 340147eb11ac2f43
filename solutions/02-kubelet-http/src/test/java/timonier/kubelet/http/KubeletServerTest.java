package timonier.kubelet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.node.Machine;
import timonier.kubelet.node.NodeUsage;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

@Tag("real")
class KubeletServerTest {

  @Test
  void anybody_may_read_how_the_node_is() throws IOException, InterruptedException {
    var anywhere = new InetSocketAddress("127.0.0.1", 0);
    var pods =
        List.of(
            pod(
                """
                {"metadata":{"name":"web","namespace":"default","uid":"uid-web"},
                 "spec":{"containers":[{"name":"main","image":"web"}]}}
                """));
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug));
        var server = server(loops.loop("stats"), anywhere, pods)) {
      assertThat(get(server, "/healthz")).isEqualTo("ok");
      assertThat(get(server, "/pods"))
          .startsWith("{\"kind\":\"PodList\",\"apiVersion\":\"v1\"")
          .contains("\"uid\":\"uid-web\"");
      assertThat(get(server, "/spec")).contains("\"cpus\":");
      assertThat(get(server, "/stats/summary")).contains("\"workingSetBytes\":6");
      assertThat(get(server, "/metrics")).contains("\nkubelet_running_pods 0\n");
      assertThat(get(server, "/metrics/resource")).startsWith("# HELP container_cpu_usage");
    }
  }

  @Test
  void everybody_may_read_which_variables_a_pod_has_but_not_their_values() throws Exception {
    var container =
        """
        {"name":"%s","image":"i","env":[
          {"name":"PASSWORD","value":"hunter2"},
          {"name":"NODE","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}}]}
        """;
    var pod =
        pod(
            """
            {"metadata":{"name":"p","annotations":{
                "kubectl.kubernetes.io/last-applied-configuration":"PASSWORD: hunter2",
                "note":"kept"}},
             "spec":{"initContainers":[%s],"containers":[%s]}}
            """
                .formatted(container.formatted("first"), container.formatted("then")));
    try (var loops = new LiveLoops((_, bug) -> bug.printStackTrace());
        var server =
            server(loops.loop("kubelet"), new InetSocketAddress("127.0.0.1", 0), List.of(pod))) {
      assertThat(get(server, "/pods"))
          .contains("PASSWORD", "spec.nodeName", "kept")
          .doesNotContain("hunter2");
    }
  }

  private static Pod pod(String json) {
    return JsonFormat.read(JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8)), Pod.class);
  }

  private static KubeletServer server(EventLoop loop, InetSocketAddress address, List<Pod> pods)
      throws IOException {
    var host = new SimulatedHost(loop, "10.244.0", _ -> SimulatedProgram.forever());
    var runtime = new SimulatedRuntime(loop, host, SimulatedRuntime.Faults.none());
    var stats = new NodeStats("node", runtime, () -> new NodeUsage(8, 2, 90, 30), loop);
    return KubeletServer.readOnly(address, () -> pods, Machine.here(), stats);
  }

  private static String get(KubeletServer server, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }
}
