package timonier.apiserver.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import timonier.apiserver.ApiServer;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.LiveLoops;
import timonier.pods.objects.Part;
import timonier.store.MemoryStore;

/// A server on a real port, with real certificates, for tests of sockets.
final class LiveServer implements AutoCloseable {

  static final String TOKEN = "the-secret-of-the-administrator";

  private final List<Throwable> bugs = new ArrayList<>();
  private final LiveLoops loops = new LiveLoops((_, bug) -> bugs.add(bug));
  private final CertificateAuthority authority;
  private final HttpServer http;
  final MemoryStore store = new MemoryStore();
  final ApiServer server;
  final HttpClient client;

  LiveServer(List<Part> parts) {
    var now = Instant.now();
    authority = CertificateAuthority.create("test", now);
    server =
        new ApiServer(loops.loop("apiserver"), store, new Schemas(), parts, Optional.empty())
            .start();
    var identity = authority.server("apiserver", List.of("127.0.0.1", "localhost"), now);
    http =
        new HttpServer(
            loops.loop("streams"),
            server,
            Authenticator.chain(
                List.of(
                    Authenticator.certificates(),
                    Authenticator.tokens(Map.of(TOKEN, User.admin())))),
            "127.0.0.1",
            0,
            Tls.context(Optional.of(identity), authority.identity().certificate()));
    client = client(Optional.empty());
  }

  /// A client that shows a certificate, or none.
  HttpClient client(Optional<User> user) {
    var identity = user.map(known -> authority.client(known.name(), known.groups(), Instant.now()));
    return HttpClient.newBuilder()
        .sslContext(Tls.context(identity, authority.identity().certificate()))
        .build();
  }

  String url(String path) {
    return "https://127.0.0.1:" + http.port() + path;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path))).header("Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String document) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(document.replace('\'', '"'))));
  }

  /// Writes the file with which kubectl finds the server.
  Path kubeconfig(Path folder) throws IOException {
    var certificate =
        Base64.getEncoder()
            .encodeToString(
                Pem.of(authority.identity().certificate()).getBytes(StandardCharsets.UTF_8));
    var text =
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: admin}}]
        users: [{name: admin, user: {token: "%s"}}]
        """
            .formatted(url(""), certificate, TOKEN);
    return Files.writeString(folder.resolve("kubeconfig"), text);
  }

  /// What a run of kubectl printed, and its exit status.
  record Run(int exit, String out) {}

  static Run kubectl(Path kubeconfig, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var folder = kubeconfig.resolveSibling(".");
    builder.environment().put("HOME", folder.toString());
    builder.directory(folder.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("kubectl did not end: " + command);
    }
    return new Run(process.exitValue(), out);
  }

  @Override
  public void close() {
    client.shutdownNow();
    http.close();
    loops.close();
    if (!bugs.isEmpty()) {
      throw new AssertionError("bugs in tasks", bugs.getFirst());
    }
  }
}
