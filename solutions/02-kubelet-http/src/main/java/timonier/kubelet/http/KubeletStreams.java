package timonier.kubelet.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.FramedChannels;
import timonier.kubelet.streams.PortForward;
import timonier.kubelet.streams.QueryFlag;
import timonier.kubelet.streams.RemoteCommand;
import timonier.pods.objects.ObjectKey;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.runtime.ContainerRuntime.ExecOptions;
import timonier.pods.runtime.ContainerRuntime.From;
import timonier.pods.runtime.RuntimeFailure;

/// Connects the API server to the programs and ports of a node's pods.
///
/// ```
/// POST /exec/NAMESPACE/POD/CONTAINER?command=…&input=1&tty=1
/// POST /attach/NAMESPACE/POD/CONTAINER?input=1
/// POST /portForward/NAMESPACE/POD?port=80
/// ```
///
/// A refusal has a status code and a sentence. Otherwise body and answer are [FramedChannels].
public final class KubeletStreams {

  private static final Duration DIAL = Duration.ofSeconds(5);

  private final EventLoop loop;
  private final ContainerRuntime runtime;
  private final PodContainers containers;

  /// Makes streams to a runtime's containers.
  ///
  /// @param loop that runs the reading from both sides
  public KubeletStreams(EventLoop loop, ContainerRuntime runtime) {
    this.loop = loop;
    this.runtime = runtime;
    this.containers = new PodContainers(runtime);
  }

  /// Serves a request until its session is over.
  ///
  /// @param path the parts of its path
  void serve(HttpExchange exchange, List<String> path, Map<String, List<String>> query)
      throws IOException {
    var pod = new ObjectKey(path.get(1), path.get(2));
    if (path.getFirst().equals("portForward")) {
      forward(exchange, pod, Integer.parseInt(first(query, "port")));
      return;
    }
    var container = path.get(3);
    var id =
        containers
            .running(pod, container)
            .orElseThrow(
                () -> new RuntimeFailure("NotFound", "container not found (\"" + container + "\")"))
            .id();
    var input = QueryFlag.says(query, "input");
    var tty = QueryFlag.says(query, "tty");
    var command = query.getOrDefault("command", List.of());
    var options = new ExecOptions(command, tty, input, Optional.empty());
    var session = new RemoteCommand(loop, channels(exchange), input);
    if (path.getFirst().equals("exec")) {
      session.run(() -> runtime.exec(id, options));
    } else {
      session.run(() -> runtime.attach(id, input));
    }
  }

  private static String first(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of("")).getFirst();
  }

  private static Channels channels(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    return new FramedChannels(exchange.getRequestBody(), exchange.getResponseBody());
  }

  private void forward(HttpExchange exchange, ObjectKey pod, int port) throws IOException {
    var sandbox =
        containers
            .sandbox(pod)
            .orElseThrow(
                () -> new RuntimeFailure("NotFound", "pod \"" + pod.name() + "\" is not running"));
    try (var connection = runtime.dial(sandbox.id(), From.POD, port, DIAL)) {
      new PortForward(loop, channels(exchange), connection).run();
    }
  }
}
