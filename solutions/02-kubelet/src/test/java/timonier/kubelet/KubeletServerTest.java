package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class KubeletServerTest {

  @Test
  void anybody_may_read_how_the_node_is() throws IOException, InterruptedException {
    var anywhere = new InetSocketAddress("127.0.0.1", 0);
    var pods = List.of(Pods.simple("web", "Always"));
    try (var server = KubeletServer.readOnly(anywhere, () -> pods, Machine.here())) {
      assertThat(get(server, "/healthz")).isEqualTo("ok");
      assertThat(get(server, "/pods"))
          .startsWith("{\"kind\":\"PodList\",\"apiVersion\":\"v1\"")
          .contains("\"uid\":\"uid-web\"");
      assertThat(get(server, "/spec")).contains("\"cpus\":");
    }
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
