package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Clients that watch ConfigMaps, each over a connection of its own.
final class ManyWatches implements AutoCloseable {

  private static final String NAMESPACE = "/api/v1/namespaces/default/";

  private final URI server;
  private final SSLContext tls;
  private final String token;
  private final HttpClient client;
  private final List<Hearing> hearings = new ArrayList<>();
  private final List<SSLSocket> deaf = new ArrayList<>();

  ManyWatches(URI server, SSLContext tls, String token) {
    this.server = server;
    this.tls = tls;
    this.token = token;
    this.client =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  /// The events that one client receives.
  private static final class Hearing implements Flow.Subscriber<String> {
    private final CompletableFuture<String> first = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      first.complete(line);
    }

    @Override
    public void onError(Throwable failure) {
      first.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      first.completeExceptionally(new IOException("the watch ended"));
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(NAMESPACE + path))
        .header("Authorization", "Bearer " + token);
  }

  /// Begins watches, and returns once the server has answered all of them.
  void open(int count) throws Exception {
    for (var i = 0; i < count; i++) {
      var hearing = new Hearing();
      var begun = new CompletableFuture<Integer>();
      client.sendAsync(
          request("configmaps?watch=true&fieldSelector=metadata.name%3Dnews").build(),
          head -> {
            begun.complete(head.statusCode());
            return lines(hearing);
          });
      assertThat(begun.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      hearings.add(hearing);
    }
  }

  private static BodySubscriber<Void> lines(Hearing hearing) {
    return BodySubscribers.fromLineSubscriber(hearing, _ -> null, StandardCharsets.UTF_8, "\n");
  }

  /// Makes an object that all of them watch, and returns once each has its event.
  void allHearOf(String name) throws Exception {
    create(name, 1);
    for (var hearing : hearings) {
      assertThat(hearing.first.get(60, TimeUnit.SECONDS)).contains("ADDED", name);
    }
  }

  private void create(String name, int size) throws Exception {
    var body =
        "{\"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"%s\"}, \"data\": {\"x\": \"%s\"}}"
            .formatted(name, "x".repeat(size));
    var request =
        request("configmaps")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
  }

  /// A client that watches, and never reads what it is sent, which is more than the buffers between
  /// hold.
  SSLSocket openDeaf() throws Exception {
    var socket =
        (SSLSocket) tls.getSocketFactory().createSocket(server.getHost(), server.getPort());
    deaf.add(socket);
    var request =
        "GET %sconfigmaps?watch=true HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(NAMESPACE, server.getAuthority(), token);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    for (var i = 0; i < 40; i++) {
      create("large-" + i, 900_000);
    }
    return socket;
  }

  /// Whether the kernel still counts a connection as open at the other side.
  static boolean isOpen(SSLSocket socket) {
    var port = ":%04X ".formatted(socket.getLocalPort());
    try (var lines = Files.lines(Path.of("/proc/net/tcp"))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .anyMatch(columns -> (columns[1] + " ").endsWith(port) && columns[3].equals("01"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    client.close();
    for (var socket : deaf) {
      socket.close();
    }
  }
}
