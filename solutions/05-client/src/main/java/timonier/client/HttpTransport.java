package timonier.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Status;

/// Calls an API server over the network. An edge class: it has threads and sockets.
public final class HttpTransport implements Transport, AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final URI server;
  private final Optional<String> token;
  private final HttpClient http;

  /// Makes a transport to one server.
  ///
  /// @param token a bearer token, for clients without a certificate
  /// @param tls the authorities to trust, and the certificate to show
  public HttpTransport(URI server, Optional<String> token, SSLContext tls) {
    this.server = server;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  private HttpRequest.Builder builder(ApiRequest request) {
    var query = new StringBuilder();
    request
        .query()
        .forEach((name, values) ->
            values.forEach(value ->
                query
                    .append(query.isEmpty() ? "?" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
    var builder =
        HttpRequest.newBuilder(server.resolve(request.path().replace(" ", "%20") + query))
            .header("User-Agent", request.user().program() + "/timonier");
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    request.headers().forEach(builder::header);
    var body = request.body();
    return builder.method(
        request.method(),
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static ApiException unreachable(Exception cause) {
    return new ApiException(
        Status.failure(
            503,
            "ServiceUnavailable",
            "the server cannot be reached: "
                + Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString)));
  }

  private <B> HttpResponse<B> send(HttpRequest request, HttpResponse.BodyHandler<B> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    var response = send(builder(request).timeout(ANSWER).build(), BodyHandlers.ofByteArray());
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new ApiResponse(response.statusCode(), headers, response.body());
  }

  /// Requests a response without a known end, and writes it as it comes; flushes once it begins.
  public void stream(ApiRequest request, java.io.OutputStream out) throws IOException {
    var response = send(builder(request).build(), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      if (response.statusCode() >= 300) {
        throw refusal(response, body.readAllBytes());
      }
      out.flush();
      body.transferTo(out);
    }
  }

  /// Reads a refusal: a status, or, from a kubelet, a sentence.
  private static ApiException refusal(HttpResponse<?> response, byte[] body) {
    var type = response.headers().firstValue("content-type").orElse("");
    if (type.startsWith("application/json")) {
      return new ApiException(JsonFormat.read(JsonFormat.parse(body), Status.class));
    }
    var message = new String(body, StandardCharsets.UTF_8);
    return switch (response.statusCode()) {
      case 400 -> ApiException.badRequest(message);
      case 403 -> new ApiException(Status.failure(403, "Forbidden", message));
      case 404 -> new ApiException(Status.failure(404, "NotFound", message));
      default -> ApiException.internal(message);
    };
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    var response = send(builder(request).build(), BodyHandlers.ofInputStream());
    var body = response.body();
    if (response.statusCode() >= 300) {
      try (body) {
        throw refusal(response, body.readAllBytes());
      } catch (IOException e) {
        throw unreachable(e);
      }
    }
    Thread.ofVirtual().name("watch " + request.path()).start(() -> read(body, observer));
    return () -> {
      try {
        body.close();
      } catch (IOException e) {
        throw unreachable(e);
      }
    };
  }

  private static void read(java.io.InputStream body, WatchObserver observer) {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var event = JsonFormat.parse(line.getBytes(StandardCharsets.UTF_8));
        observer.event(event.path("type").asText(), JsonFormat.bytes(event.path("object")));
      }
    } catch (IOException | IllegalArgumentException _) {
      // the connection broke; the end of the stream tells the observer
    } finally {
      observer.closed();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
