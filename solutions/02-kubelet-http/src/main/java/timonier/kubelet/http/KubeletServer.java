package timonier.kubelet.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import timonier.kit.loop.BlockOutput;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.node.Machine;
import timonier.kubelet.streams.QueryFlag;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Status;
import timonier.pods.runtime.ContainerRuntime.LogOptions;
import timonier.pods.runtime.RuntimeFailure;

/// A node's HTTP servers: a read-only port for anybody (`/healthz`, `/pods`, `/spec`,
/// `/stats/summary`, `/metrics`), and a port with TLS, on which only the API server gets logs and
/// talks to containers.
public final class KubeletServer implements AutoCloseable {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final Guard guard;

  /// Decides whether a caller may send a request.
  private interface Guard {
    /// @throws ApiException 403 for others
    void check(HttpExchange exchange) throws IOException;
  }

  private KubeletServer(HttpServer server, Guard guard) {
    this.server = server;
    this.guard = guard;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Opens the read-only port.
  ///
  /// @param address to listen on; port 0 chooses a free one
  /// @param pods what `/pods` answers, without the values of their environment variables
  /// @param machine what `/spec` answers
  /// @param stats what `/stats/summary` and `/metrics` answer
  public static KubeletServer readOnly(
      InetSocketAddress address, Supplier<List<Pod>> pods, Machine machine, NodeStats stats)
      throws IOException {
    var answers = new KubeletServer(HttpServer.create(address, 0), _ -> {});
    answers.serve("/healthz", exchange -> answer(exchange, 200, "text/plain", "ok"));
    answers.tell(pods, machine, stats);
    answers.server.start();
    return answers;
  }

  /// Begins to answer what can be read: on the read-only port to anybody, on the port for the API
  /// server to it alone.
  ///
  /// @param pods what `/pods` answers, without the values of their environment variables
  /// @param machine what `/spec` answers
  /// @param stats what `/stats/summary` and `/metrics` answer
  public void tell(Supplier<List<Pod>> pods, Machine machine, NodeStats stats) {
    guarded("/pods", exchange -> answer(exchange, pods.get()));
    guarded("/spec", exchange -> answer(exchange, machine));
    guarded("/stats/summary", exchange -> answer(exchange, stats.summary()));
    guarded("/metrics", exchange -> answer(exchange, 200, METRICS, stats.metrics()));
    guarded("/metrics/resource", exchange -> answer(exchange, 200, METRICS, stats.resources()));
  }

  private void guarded(String path, Handler handler) {
    serve(
        path,
        exchange -> {
          guard.check(exchange);
          handler.handle(exchange);
        });
  }

  /// Opens the port for the API server.
  ///
  /// @param address to listen on; port 0 chooses a free one
  /// @param tls this node's certificate and trusted authority; callers without a trusted
  ///   certificate are refused
  /// @param caller the subject whose certificate opens more than `/healthz`, as in
  ///   `CN=timonier-apiserver`; other nodes have certificates too, and must not read here
  /// @param logs of the node's containers
  /// @param streams to talk to them
  /// @param loop for the time that `sinceSeconds` counts from
  public static KubeletServer secure(
      InetSocketAddress address,
      SSLContext tls,
      X500Principal caller,
      ContainerLogs logs,
      KubeletStreams streams,
      EventLoop loop)
      throws IOException {
    var https = HttpsServer.create(address, 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            var wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    var answers =
        new KubeletServer(https, exchange -> requireCaller((HttpsExchange) exchange, caller));
    answers.serve("/healthz", exchange -> answer(exchange, 200, "text/plain", "ok"));
    answers.guarded("/containerLogs/", exchange -> logs(exchange, logs, loop));
    for (var path : List.of("/exec/", "/attach/", "/portForward/")) {
      answers.guarded(
          path,
          exchange -> {
            requirePost(exchange);
            streams.serve(
                exchange, path(exchange, path.equals("/portForward/") ? 3 : 4), queries(exchange));
            // The JDK's server drops a broken connection only after an exception.
            throw new EOFException("a session takes its connection with it");
          });
    }
    https.start();
    return answers;
  }

  private static void requireCaller(HttpsExchange exchange, X500Principal caller)
      throws IOException {
    var shown = exchange.getSSLSession().getPeerPrincipal();
    if (!caller.equals(shown)) {
      throw new ApiException(
          Status.failure(403, "Forbidden", shown + " may not talk to this node"));
    }
  }

  /// Refuses other methods than POST: callers that may only read must not start anything on a node.
  private static void requirePost(HttpExchange exchange) {
    if (!exchange.getRequestMethod().equals("POST")) {
      throw new ApiException(Status.failure(405, "MethodNotAllowed", "only POST starts a session"));
    }
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            handle(exchange, handler);
          }
        });
  }

  private static void handle(HttpExchange exchange, Handler handler) throws IOException {
    try {
      handler.handle(exchange);
    } catch (ApiException refusal) {
      answer(exchange, refusal.code(), "text/plain", String.valueOf(refusal.getMessage()));
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      answer(exchange, 400, "text/plain", String.valueOf(unreadable.getMessage()));
    } catch (RuntimeFailure failure) {
      answer(exchange, 500, "text/plain", String.valueOf(failure.getMessage()));
    }
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    if (exchange.getResponseCode() < 0) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().flush();
    }
  }

  private static void answer(HttpExchange exchange, Object value) throws IOException {
    var json = new String(JsonFormat.bytes(value), StandardCharsets.UTF_8);
    answer(exchange, 200, "application/json", json);
  }

  private static void answer(HttpExchange exchange, List<Pod> pods) throws IOException {
    var list = JsonFormat.mapper().createObjectNode();
    list.put("kind", "PodList").put("apiVersion", "v1").putObject("metadata");
    var items = list.putArray("items");
    pods.forEach(pod -> items.add(withoutValues(JsonFormat.tree(ResourceTypes.PODS, pod))));
    answer(exchange, (Object) list);
  }

  /// A pod as everybody may read it: without the values of its environment variables, which are
  /// often passwords, and without the annotation in which `kubectl apply` keeps a copy of them.
  private static ObjectNode withoutValues(ObjectNode pod) {
    if (pod.at("/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.remove(LAST_APPLIED);
    }
    for (var kind : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (var container : pod.path("spec").path(kind)) {
        container.path("env").forEach(variable -> ((ObjectNode) variable).remove("value"));
      }
    }
    return pod;
  }

  /// `/containerLogs/{namespace}/{pod}/{container}`, with the query of `kubectl logs`.
  private static void logs(HttpExchange exchange, ContainerLogs logs, EventLoop loop)
      throws IOException {
    var path = path(exchange, 4);
    var query = query(exchange);
    var previous = flag(query, "previous");
    logs.write(
        new ObjectKey(path.get(1), path.get(2)),
        path.get(3),
        previous,
        options(query, loop.now()),
        new LateOutput(exchange));
    if (exchange.getResponseCode() < 0) {
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static LogOptions options(Map<String, String> query, Instant now) {
    return new LogOptions(
        flag(query, "follow"),
        number(query, "tailLines"),
        number(query, "sinceSeconds")
            .map(seconds -> now.minusSeconds(Math.min(seconds, now.getEpochSecond())))
            .or(() ->
                Optional.ofNullable(query.get("sinceTime"))
                    .map(text -> OffsetDateTime.parse(text).toInstant())),
        flag(query, "timestamps"),
        number(query, "limitBytes"));
  }

  private static boolean flag(Map<String, String> query, String name) {
    return QueryFlag.says(query.getOrDefault(name, "false"));
  }

  private static Optional<Long> number(Map<String, String> query, String name) {
    return Optional.ofNullable(query.get(name)).map(Long::valueOf);
  }

  /// The parts of a path: the request, namespace, pod, and perhaps container.
  private static List<String> path(HttpExchange exchange, int parts) {
    var path = List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
    if (path.size() != parts) {
      throw ApiException.badRequest("expected a namespace, a pod and its container");
    }
    return path;
  }

  private static Map<String, List<String>> queries(HttpExchange exchange) {
    var parameters = new LinkedHashMap<String, List<String>>();
    var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    for (var part : query.split("&")) {
      var pair = part.split("=", 2);
      if (pair.length == 2) {
        parameters
            .computeIfAbsent(pair[0], _ -> new ArrayList<>())
            .add(URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var first = new HashMap<String, String>();
    queries(exchange).forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  /// Begins the answer at the first byte or flush, so that an earlier refusal has its own status
  /// code, and sends each piece at once.
  private static final class LateOutput extends BlockOutput {
    private final HttpExchange exchange;

    LateOutput(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      begin();
      exchange.getResponseBody().write(bytes, offset, length);
      exchange.getResponseBody().flush();
    }

    private void begin() throws IOException {
      if (exchange.getResponseCode() < 0) {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
      }
    }

    @Override
    public void flush() throws IOException {
      begin();
      exchange.getResponseBody().flush();
    }
  }

  /// The port on which it listens.
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
