package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.User;
import timonier.client.HttpTransport;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Extent;
import timonier.pods.host.Processes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// The server is killed again and again on one data folder, while sixteen clients write.
@Tag("real")
class NothingLostScenario {

  private static final int ROUNDS = Extent.pick("timonier.kills", 5, 20, 50);
  private static final int WRITERS = 16;
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final User ADMIN = new User("admin", List.of());

  private final Map<String, String> sent = new ConcurrentHashMap<>();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Set<Long> revisions = ConcurrentHashMap.newKeySet();
  private final Set<Long> repeated = ConcurrentHashMap.newKeySet();
  private Path data = Path.of("");
  private DetachedCluster cluster = new DetachedCluster(data);

  @AfterEach
  void stop() {
    cluster.close();
    FileTree.remove(data);
  }

  @Test
  void an_acknowledged_write_survives_the_kill_of_the_server() throws Exception {
    data = Files.createTempDirectory("timonier-nothing-lost");
    cluster = new DetachedCluster(data);
    var random = new Random(1);
    for (var round = 1; round <= ROUNDS; round++) {
      cluster.up("process", 0);
      check(round);
      writeAndKill(round, random.nextInt(200));
    }
    cluster.up("process", 0);
    check(ROUNDS + 1);
    System.out.printf(
        "%d kills: %d writes acknowledged, %d in flight, %d found%n",
        ROUNDS, acknowledged.size(), sent.size() - acknowledged.size(), found().size());
  }

  private HttpTransport transport() throws IOException {
    var authority = Pem.certificate(Files.readString(data.resolve("ca.crt")));
    var port = Files.readString(data.resolve("port")).strip();
    return new HttpTransport(
        URI.create("https://127.0.0.1:" + port),
        Optional.of(Files.readString(data.resolve("admin.token")).strip()),
        Tls.context(Optional.empty(), authority));
  }

  private void writeAndKill(int round, int millis) throws Exception {
    var server = OwnedProcess.read(data.resolve("server")).orElseThrow();
    var threads = new Thread[WRITERS];
    try (var transport = transport()) {
      for (var writer = 0; writer < WRITERS; writer++) {
        var prefix = "r" + round + "-w" + writer + "-";
        threads[writer] = Thread.ofVirtual().start(() -> write(transport, prefix));
      }
      var before = acknowledged.size();
      Shell.eventually(
          "writes are under way",
          java.time.Duration.ofSeconds(20),
          () -> acknowledged.size() > before + WRITERS);
      Thread.sleep(millis);
      Processes.run(List.of("kill", "-9", Long.toString(server.pid())));
      for (var thread : threads) {
        thread.join();
      }
    }
    Shell.eventually(
        "the server is gone", java.time.Duration.ofSeconds(10), () -> server.alive().isEmpty());
  }

  /// Writes one object after another until the server is gone.
  private void write(HttpTransport transport, String prefix) {
    for (var i = 0; ; i++) {
      var name = prefix + i;
      var value = name + "-" + "x".repeat(200);
      sent.put(name, value);
      var body = "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"v\":\"%s\"}}".formatted(name, value);
      try {
        var response =
            transport.call(ApiRequest.of("POST", PATH, Map.of(), "application/json", body, ADMIN));
        if (response.code() == 201) {
          acknowledged.put(name, value);
          var revision = version(JsonFormat.parse(response.body()));
          if (!revisions.add(revision)) {
            repeated.add(revision);
          }
        }
      } catch (ApiException gone) {
        return;
      }
    }
  }

  private static long version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asLong();
  }

  private Map<String, String> found() throws IOException {
    var found = new ConcurrentHashMap<String, String>();
    try (var transport = transport()) {
      var response = transport.call(ApiRequest.of("GET", PATH, Map.of(), ADMIN));
      var seen = new HashSet<Long>();
      for (var item : JsonFormat.parse(response.body()).path("items")) {
        assertThat(seen.add(version(item))).as("revisions never repeat").isTrue();
        found.put(item.at("/metadata/name").asText(), item.at("/data/v").asText());
      }
    }
    return found;
  }

  private void check(int round) throws IOException {
    assertThat(repeated).as("revisions never repeat").isEmpty();
    var found = found();
    acknowledged.forEach((name, value) ->
        assertThat(found.get(name))
            .as("round %d: %s was acknowledged", round, name)
            .isEqualTo(value));
    found.forEach((name, value) ->
        assertThat(value)
            .as("round %d: %s was sent so, or never", round, name)
            .isEqualTo(sent.get(name)));
  }
}
