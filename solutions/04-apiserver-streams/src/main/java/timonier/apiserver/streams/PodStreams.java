package timonier.apiserver.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.QueryFlag;
import timonier.kubelet.streams.WebSocket;
import timonier.pods.objects.ApiException;

/// Lets clients talk to the programs and the ports of one pod, and read its logs by WebSocket.
public final class PodStreams {

  private static final String CHANNELS = "v4.channel.k8s.io";
  private static final String BASE_64_LOG = "base64.binary.k8s.io";

  /// Only v5 can say that the input ended; a client that names no protocol speaks the first.
  private static final List<String> WEBSOCKET =
      List.of(
          "v5.channel.k8s.io",
          CHANNELS,
          "v4.base64.channel.k8s.io",
          "channel.k8s.io",
          "base64.channel.k8s.io",
          "");

  /// Each piece of a log is a message: of bytes, or of base 64 in text. There are no channels in it
  /// (Kubernetes: `k8s.io/streaming`, the protocols of a reader).
  private static final List<String> LOG = List.of("binary.k8s.io", BASE_64_LOG, "");

  private static final List<String> SPDY = List.of(CHANNELS);
  private static final List<String> WEBSOCKET_PORTS = List.of(ForwardRelay.TUNNEL, CHANNELS);
  private static final List<String> SPDY_PORTS = List.of("portforward.k8s.io");

  /// How long a client may take to leave after it was said goodbye.
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /// Why a log ends that cannot be read (RFC 6455, section 7.4.1).
  private static final int INTERNAL_ERROR = 1011;

  /// Each port takes two of 256 channels.
  private static final int MOST_PORTS = 100;

  private final EventLoop loop;
  private final NodeStreams node;

  /// @param loop on which clients are listened to
  /// @param node the way to the pod's kubelet
  public PodStreams(EventLoop loop, NodeStreams node) {
    this.loop = loop;
    this.node = node;
  }

  /// Answers a client that wants to talk to a program (`kubectl exec`, `kubectl attach`).
  ///
  /// @param headers the client's, with names in lower case
  /// @param query what it wants to run, and whether to be heard
  /// @throws ApiException if the client does not ask in a protocol that is known here, or the node
  ///   refuses
  public Upgrade command(Map<String, String> headers, Map<String, List<String>> query) {
    var chosen = Negotiation.of(headers, WEBSOCKET, SPDY);
    if (!says(query, "stdin") && !says(query, "stdout") && !says(query, "stderr")) {
      throw ApiException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
    }
    var program = node.open(forKubelet(query));
    var relay = new CommandRelay(loop, chosen, channels(query), program, finishes(query));
    return new Upgrade(chosen.headers(), relay::talk, program::close);
  }

  /// A log.
  public interface Log {
    /// Writes it to its end.
    ///
    /// @throws ApiException if it cannot be read
    /// @throws IOException if the connection to its reader or its node broke
    void writeTo(OutputStream out) throws IOException;
  }

  /// Answers a client that wants a log by WebSocket.
  ///
  /// @param loop on which the client is listened to
  /// @param headers the client's, with names in lower case
  /// @throws ApiException if the client asks in no protocol that is known here
  public static Upgrade log(EventLoop loop, Map<String, String> headers, Log log) {
    var chosen = Negotiation.asOffered(headers, LOG);
    var isText = chosen.protocol().equals(BASE_64_LOG);
    return new Upgrade(chosen.headers(), client -> tell(loop, isText, log, client), () -> {});
  }

  private static void tell(EventLoop loop, boolean isText, Log log, ClientConnection client)
      throws IOException {
    try (var out = new PatientOutput(loop, client.out(), Patience.USUAL, client.cut())) {
      var socket = new WebSocket(client.in(), out);
      var left = loop.<Boolean>promise();
      loop.spawn(
          "reader of a log",
          () -> {
            awaitEnd(socket);
            client.cut().run();
            left.complete(true);
          });
      var messages = new WebSocketBytes(socket);
      try {
        log.writeTo(isText ? messages.base64() : messages.out());
        socket.close();
      } catch (ApiException refusal) {
        socket.close(INTERNAL_ERROR);
      }
      var limit = loop.after(FAREWELL, client.cut());
      left.await();
      limit.cancel();
    }
  }

  /// Whatever the reader of a log says means nothing, until it leaves.
  private static void awaitEnd(WebSocket socket) {
    try {
      var next = socket.receive();
      while (next.isPresent()) {
        next = socket.receive();
      }
    } catch (IOException _) {
      // it is gone, too
    }
  }

  /// Answers a client that wants to talk to ports (`kubectl port-forward`).
  ///
  /// @param headers the client's, with names in lower case
  /// @param query the ports, where the protocol does not tell them later
  /// @param pod its name, for messages
  public Upgrade forward(Map<String, String> headers, Map<String, List<String>> query, String pod) {
    var chosen = Negotiation.of(headers, WEBSOCKET_PORTS, SPDY_PORTS);
    var ports = chosen.protocol().equals(CHANNELS) ? ports(query) : List.<Integer>of();
    var relay = new ForwardRelay(loop, chosen, ports, node, pod);
    return new Upgrade(chosen.headers(), relay::talk, () -> {});
  }

  private static List<Integer> ports(Map<String, List<String>> query) {
    var ports = new ArrayList<Integer>();
    for (var list : query.getOrDefault("ports", List.of())) {
      for (var port : list.split(",")) {
        if (!port.matches("[1-9]\\d{0,4}") || ports.size() == MOST_PORTS) {
          throw ApiException.badRequest("query parameter \"ports\": not a port: " + port);
        }
        ports.add(Integer.valueOf(port));
      }
    }
    if (ports.isEmpty()) {
      throw ApiException.badRequest("query parameter \"ports\" is required");
    }
    return ports;
  }

  private static boolean says(Map<String, List<String>> query, String name) {
    return QueryFlag.says(query, name);
  }

  /// A command that has input may finish it; a client that leaves a terminal hangs up.
  private static boolean finishes(Map<String, List<String>> query) {
    return query.containsKey("command") && says(query, "stdin") && !says(query, "tty");
  }

  /// A terminal mixes what its program says about errors with the rest, and has a size.
  private static Set<Integer> channels(Map<String, List<String>> query) {
    var channels = new TreeSet<>(Set.of(Channels.ERROR));
    if (says(query, "stdin")) {
      channels.add(Channels.STDIN);
    }
    if (says(query, "stdout")) {
      channels.add(Channels.STDOUT);
    }
    if (says(query, "tty")) {
      channels.add(Channels.RESIZE);
    } else if (says(query, "stderr")) {
      channels.add(Channels.STDERR);
    }
    return channels;
  }

  private static String forKubelet(Map<String, List<String>> query) {
    var words = new ArrayList<String>();
    for (var word : query.getOrDefault("command", List.of())) {
      words.add("command=" + URLEncoder.encode(word, StandardCharsets.UTF_8));
    }
    words.add("input=" + (says(query, "stdin") ? 1 : 0));
    words.add("tty=" + (says(query, "tty") ? 1 : 0));
    return String.join("&", words);
  }
}
