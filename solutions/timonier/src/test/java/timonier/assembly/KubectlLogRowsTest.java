package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.User;
import timonier.client.HttpTransport;
import timonier.kit.certificates.Tls;
import timonier.pods.objects.JsonFormat;

/// Requests that `kubectl logs` sent for a pod whose node had no kubelet. The recorded server
/// failed with 500, and so does this one, with a `Status` that names the node.
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlLogRowsTest {

  private static final Path ROWS =
      Shell.root().resolve("solutions/04-apiserver/src/test/resources/timonier/apiserver");
  private static final String PODS = "/api/v1/namespaces/default/pods";

  private final List<AutoCloseable> open = new java.util.ArrayList<>();
  private Optional<HttpTransport> transport = Optional.empty();

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    var folder = DataFolder.open(data);
    var credentials = Credentials.of(folder, Instant.now());
    var range = HostRange.claim(folder.path());
    var port = folder.port(0);
    var address = ServerAddress.local(port);
    var plan = ControlPlane.Plan.durable(folder, range, address, 4, Duration.ofSeconds(40));
    var plane = new ControlPlane(plan, credentials, credentials.tls(address, Instant.now()));
    open.add(plane);
    plane.listen();
    var tls = Tls.context(Optional.empty(), credentials.authority().identity().certificate());
    var server = URI.create("https://127.0.0.1:" + port);
    var found = new HttpTransport(server, Optional.of(credentials.adminToken()), tls);
    open.addFirst(found);
    transport = Optional.of(found);
    call("POST", "/api/v1/nodes", "{'metadata':{'name':'n1'}}", 201);
    call(
        "PATCH",
        "/api/v1/nodes/n1/status",
        """
        {'status':{'addresses':[{'type':'InternalIP','address':'127.0.0.1'}],
          'daemonEndpoints':{'kubeletEndpoint':{'Port':%d}}}}
        """
            .formatted(unusedPort()),
        200);
    call(
        "POST",
        PODS,
        """
        {'metadata':{'name':'web-1'},
         'spec':{'nodeName':'n1','containers':[{'name':'httpd','image':'i'}]}}
        """,
        201);
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String call(String method, String path, String body, int expected) {
    var request = ApiRequest.at(method, path, User.component("test"));
    var type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var response =
        transport.orElseThrow().call(body.isEmpty() ? request : request.withBody(type, bytes));
    var text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(text).isEqualTo(expected);
    return text;
  }

  @AfterAll
  void stop() throws Exception {
    for (var resource : open) {
      resource.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> kubectl_1_20_is_told_that_the_node_does_not_answer() throws IOException {
    return rows("1.20");
  }

  @TestFactory
  Stream<DynamicTest> kubectl_1_32_is_told_that_the_node_does_not_answer() throws IOException {
    return rows("1.32");
  }

  private Stream<DynamicTest> rows(String release) throws IOException {
    var rows =
        Files.readAllLines(ROWS.resolve("kubectl-requests-" + release + ".tsv")).stream()
            .map(line -> line.split("\t", -1))
            .filter(cells -> cells.length > 6 && cells[3].contains("/log"))
            .filter(cells -> cells[3].startsWith(PODS))
            .toList();
    assertThat(rows).hasSizeGreaterThan(4);
    return rows.stream()
        .map(cells -> DynamicTest.dynamicTest(cells[0] + ": " + cells[3], () -> replay(cells)));
  }

  private void replay(String[] cells) {
    var text = call("GET", cells[3].replace("{pod}", "web-1"), "", Integer.parseInt(cells[4]));
    var status = JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("message").asText()).contains("n1");
  }
}
