package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;
import timonier.client.HttpTransport;
import timonier.client.TransportClient;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.FileTree;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.nodes.JoinTokens;
import timonier.pods.objects.JsonFormat;

/// A cluster is backed up during writes, and restored into another folder.
@Tag("real")
@Needs(Need.KUBECTL)
class BackupScenario {

  private static final String LAUNCHER = Shell.launcher();
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final Shell shell = new Shell(Map.of());
  private Path home = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createTempDirectory("timonier-backup");
  }

  @AfterEach
  void stop() {
    for (var folder : List.of("before", "after")) {
      if (Files.isDirectory(home.resolve(folder))) {
        shell.run(LAUNCHER, "down", "--data", data(folder));
      }
    }
    FileTree.remove(home);
  }

  private String data(String folder) {
    return home.resolve(folder).toString();
  }

  private void up(String folder) {
    shell.must(
        LAUNCHER, "up", "--detach", "--runtime", "process", "--nodes", "1", "--data", data(folder));
  }

  private String kubectl(String folder, String... arguments) {
    var command = new java.util.ArrayList<>(List.of("kubectl"));
    command.add("--kubeconfig=" + home.resolve(folder).resolve("kubeconfig"));
    command.addAll(List.of(arguments));
    return shell.must(command.toArray(String[]::new));
  }

  private void awaitPods(String folder) {
    kubectl(folder, "rollout", "status", "deployment/web", "--timeout=60s");
  }

  @Test
  void what_was_there_at_the_revision_of_the_backup_is_there_after_it() throws Exception {
    var file = home.resolve("backup.timonier");
    up("before");
    kubectl(
        "before", "apply", "-f", Shell.root().resolve("docs/examples/web-tier.yaml").toString());
    awaitPods("before");
    String said;
    try (var _ = new Writer(folder("before"))) {
      Shell.eventually("writes", Duration.ofSeconds(20), () -> maps("before", 0).size() > 100);
      said = shell.must(LAUNCHER, "backup", "--to", file.toString(), "--data", data("before"));
    }
    var revision = BackupFile.read(file).content().revision();
    assertThat(said).contains("revision " + revision);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var wanted = maps("before", revision);
    assertThat(maps("before", 0)).hasSizeGreaterThan(wanted.size());
    onlyAdministratorsGetOne();
    var services = kubectl("before", "get", "services", "-o", "jsonpath={..clusterIP}");
    shell.must(LAUNCHER, "down", "--data", data("before"));

    shell.must(LAUNCHER, "restore", "--from", file.toString(), "--data", data("after"));
    up("after");

    assertThat(maps("after", 0)).isEqualTo(wanted);
    awaitPods("after");
    assertThat(kubectl("after", "get", "services", "-o", "jsonpath={..clusterIP}"))
        .isEqualTo(services);
    assertThat(gone(revision)).contains("\"code\":410");
    assertThat(again(file).exit()).isEqualTo(1);
    itDoesNotStartWithoutItsStore();
  }

  /// A cluster whose store is gone must neither come up empty nor end its pods.
  private void itDoesNotStartWithoutItsStore() {
    var after = folder("after");
    var server = OwnedProcess.read(after.file("server")).flatMap(OwnedProcess::alive).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
    FileTree.remove(after.file("store"));

    var refused =
        shell.run(
            LAUNCHER,
            "up",
            "--detach",
            "--runtime",
            "process",
            "--nodes",
            "1",
            "--data",
            data("after"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output())
        .contains("timonier: The store in " + after.file("store") + " is gone");
    var node = OwnedProcess.read(after.node("node-1").resolve("process"));
    assertThat(node.flatMap(OwnedProcess::alive)).isPresent();
  }

  private DataFolder folder(String folder) {
    return DataFolder.existing(home.resolve(folder));
  }

  /// The revision at which each map was last written, as all were at a revision; 0 for now.
  private Map<String, String> maps(String folder, long revision) {
    var exact =
        revision == 0
            ? Map.<String, List<String>>of()
            : Map.of(
                "resourceVersion",
                List.of(Long.toString(revision)),
                "resourceVersionMatch",
                List.of("Exact"));
    var found = new TreeMap<String, String>();
    try (var transport = folder(folder).transport()) {
      var answer = transport.call(ApiRequest.of("GET", MAPS, exact, User.admin()));
      assertThat(answer.code()).isEqualTo(200);
      for (JsonNode map : JsonFormat.parse(answer.body()).path("items")) {
        found.put(
            map.at("/metadata/name").asText(),
            map.at("/metadata/resourceVersion").asText() + map.path("data"));
      }
    }
    return found;
  }

  /// Neither a node with its certificate nor a joining node with its token may read a backup: it
  /// has the secrets of others.
  private void onlyAdministratorsGetOne() throws IOException {
    var folder = folder("before");
    var authority = Pem.certificate(folder.read("ca.crt").orElseThrow());
    var node = folder.node("node-1");
    var identity = IdentityFile.read(IdentityFile.client(node));
    assertThat(code(Tls.context(identity, authority), Optional.empty())).isEqualTo(403);
    var anybody = Tls.context(Optional.empty(), authority);
    try (var transport = folder.transport()) {
      var client = new TransportClient(transport, User.admin());
      var token = JoinTokens.create(client, authority, "node-9", Instant.now());
      var secret = token.substring(token.indexOf('.') + 1);
      assertThat(code(anybody, Optional.of(secret))).isEqualTo(403);
    }
    assertThat(code(anybody, Optional.empty())).isEqualTo(403);
  }

  private int code(javax.net.ssl.SSLContext tls, Optional<String> token) {
    var port = folder("before").read("port").orElseThrow().strip();
    try (var transport = new HttpTransport(URI.create("https://127.0.0.1:" + port), token, tls)) {
      return transport
          .call(ApiRequest.of("GET", RequestPath.BACKUP, Map.of(), User.anonymous()))
          .code();
    }
  }

  /// The answer to a client that comes back with a revision of the lost cluster.
  private String gone(long revision) {
    var path = MAPS + "?watch=1&resourceVersion=" + (revision + 5);
    return kubectl("after", "get", "--raw", path);
  }

  private Shell.Result again(Path file) {
    return shell.run(LAUNCHER, "restore", "--from", file.toString(), "--data", data("after"));
  }

  /// Writes maps until it is closed.
  private static final class Writer implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final HttpTransport transport;
    private final Thread thread;

    Writer(DataFolder folder) {
      this.transport = folder.transport();
      this.thread = Thread.ofVirtual().start(this::write);
    }

    private void write() {
      for (var number = 0; !over.get(); number++) {
        var map = JsonFormat.mapper().createObjectNode();
        map.put("kind", "ConfigMap").put("apiVersion", "v1");
        map.putObject("metadata").put("name", "map-" + number);
        map.putObject("data").put("number", "" + number);
        var request =
            ApiRequest.of("POST", MAPS, Map.of(), "application/json", map.toString(), User.admin());
        assertThat(transport.call(request).code()).isEqualTo(201);
      }
    }

    @Override
    public void close() {
      over.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      transport.close();
    }
  }
}
