package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.pods.ContainerRuntime.ContainerConfig;
import timonier.pods.ContainerRuntime.From;
import timonier.pods.ContainerRuntime.LogOptions;
import timonier.pods.process.PodNetwork;
import timonier.pods.process.Processes;

/// Pods with network namespaces of their own; needs root.
@Tag("real")
class NamespacedRuntimeTest extends ProcessRuntimeTest {

  private static final String BRIDGE = "tmn-test";

  @Override
  PodNetwork network() {
    var network = new PodNetwork.Namespaces(BRIDGE, "10.233.0.1", "10.233.1");
    network.prepare();
    return network;
  }

  @AfterAll
  static void remove() {
    Processes.run(List.of("ip", "link", "del", BRIDGE));
  }

  private static ContainerConfig webOnLocalhost() {
    return new ContainerConfig(
        "web",
        0,
        "timonier/web:v1",
        List.of(),
        List.of(),
        "",
        Map.of("POD_IP", "127.0.0.1"),
        List.of(),
        Map.of());
  }

  @Test
  void the_pods_own_localhost_is_reached_from_inside_only() throws Exception {
    with(bench -> {
      var sandbox = bench.sandbox();
      var id = bench.runtime().createContainer(sandbox, webOnLocalhost());
      bench.runtime().startContainer(id);
      awaitWord(bench, id);

      assertThatThrownBy(() -> bench.runtime().dial(sandbox, From.NODE, 8080, LIMIT))
          .isInstanceOf(RuntimeFailure.class);
      try (var connection = bench.runtime().dial(sandbox, From.POD, 8080, LIMIT)) {
        connection.out().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        connection.closeOut();
        assertThat(read(connection.in())).startsWith("HTTP/1.1 200 OK").endsWith(" v1\n");
      }
    });
  }

  /// Waits until the container said something.
  private static void awaitWord(Bench bench, String id) {
    var said = bench.loop().<String>promise();
    var options = new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.of(1L));
    bench.loop().spawn("log", () -> said.complete(bench.log(id, options)));
    assertThat(said.await()).hasSize(1);
  }
}
