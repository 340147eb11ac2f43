package timonier.kubelet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.LiveLoops;
import timonier.kubelet.node.Machine;
import timonier.kubelet.node.NodeUsage;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

/// The port that answers only the API server.
@Tag("real")
class SecurePortTest {

  private final LiveLoops loops = new LiveLoops((_, bug) -> bug.printStackTrace());
  private final CertificateAuthority authority = CertificateAuthority.create("test", Instant.now());
  private final Identity apiServer = authority.client("apiserver", List.of(), Instant.now());
  private final KubeletServer server = server();

  private KubeletServer server() {
    var loop = loops.loop("kubelet");
    var host = new SimulatedHost(loop, "10.244.0", _ -> SimulatedProgram.forever());
    var runtime = new SimulatedRuntime(loop, host, SimulatedRuntime.Faults.none());
    var identity = authority.server("kubelet", List.of("127.0.0.1"), Instant.now());
    try {
      var opened =
          KubeletServer.secure(
              new InetSocketAddress("127.0.0.1", 0),
              Tls.context(Optional.of(identity), authority.identity().certificate()),
              apiServer.certificate().getSubjectX500Principal(),
              new ContainerLogs(runtime),
              new KubeletStreams(loops.loop("streams"), runtime),
              loop);
      var stats = new NodeStats("node", runtime, () -> new NodeUsage(8, 2, 90, 30), loop);
      opened.tell(List::of, Machine.here(), stats);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    server.close();
    loops.close();
  }

  private String ask(Identity caller, String method, String path) throws Exception {
    var tls = Tls.context(Optional.of(caller), authority.identity().certificate());
    var uri = URI.create("https://127.0.0.1:" + server.port() + path);
    var request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      var answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  @Test
  void the_API_server_may_read_how_the_node_is_and_other_nodes_may_not() throws Exception {
    var node = authority.client("system:node:n2", List.of("system:nodes"), Instant.now());

    assertThat(ask(apiServer, "GET", "/pods")).startsWith("200 {\"kind\":\"PodList\"");
    for (var path : List.of("/pods", "/spec", "/stats/summary", "/metrics", "/metrics/resource")) {
      assertThat(ask(apiServer, "GET", path)).startsWith("200 ");
      assertThat(ask(node, "GET", path)).startsWith("403 ");
    }
  }

  @Test
  void reading_starts_nothing() throws Exception {
    for (var path : List.of("/exec/default/p/c?command=x", "/portForward/default/p?port=80")) {
      assertThat(ask(apiServer, "GET", path)).isEqualTo("405 only POST starts a session");
      assertThat(ask(apiServer, "POST", path)).isNotEqualTo("405 only POST starts a session");
    }
  }
}
