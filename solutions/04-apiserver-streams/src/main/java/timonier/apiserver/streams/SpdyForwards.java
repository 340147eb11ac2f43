package timonier.apiserver.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.apiserver.streams.spdy.SpdyConnection;
import timonier.apiserver.streams.spdy.SpdyConnection.Event;
import timonier.kit.loop.EventLoop;

/// The connections of a `kubectl port-forward`, each of two streams with the same `requestID`: one
/// carries an error, the other one the data.
final class SpdyForwards {

  /// What one client may have open at once.
  private static final int MOST = 1_000;

  private final EventLoop loop;
  private final SpdyConnection connection;
  private final NodeStreams node;
  private final String pod;
  private final Map<String, Integer> errors = new TreeMap<>();
  private final Map<Integer, ForwardedConnection> data = new TreeMap<>();

  /// @param loop on which the pod is talked to
  /// @param pod its name, for messages
  SpdyForwards(EventLoop loop, SpdyConnection connection, NodeStreams node, String pod) {
    this.loop = loop;
    this.connection = connection;
    this.node = node;
    this.pod = pod;
  }

  /// Forwards until the client leaves.
  void run() throws IOException {
    try {
      for (var event = connection.next(); event.isPresent(); event = connection.next()) {
        hear(event.get());
      }
    } finally {
      synchronized (data) {
        data.values().forEach(ForwardedConnection::cut);
      }
    }
  }

  private void hear(Event event) throws IOException {
    switch (event) {
      case Event.Opened(var stream, var headers) -> open(stream, headers);
      case Event.Said(var stream, var bytes) -> {
        var connection = find(stream);
        if (connection.isPresent() && !connection.get().hear(bytes)) {
          this.connection.reset(stream, SpdyConnection.CANCEL);
        }
      }
      case Event.Ended(var stream) -> find(stream).ifPresent(ForwardedConnection::end);
      case Event.Gone(var stream) -> find(stream).ifPresent(ForwardedConnection::cut);
    }
  }

  /// A stream may carry no data, or be over.
  private Optional<ForwardedConnection> find(int stream) {
    synchronized (data) {
      return Optional.ofNullable(data.get(stream));
    }
  }

  private void open(int stream, Map<String, String> headers) throws IOException {
    var request = headers.getOrDefault("requestid", "");
    var type = headers.getOrDefault("streamtype", "");
    var port = headers.getOrDefault("port", "");
    var error = errors.get(request);
    if (!port.matches("\\d{1,5}") || request.isEmpty() || errors.size() + data.size() >= MOST) {
      connection.reset(stream, SpdyConnection.REFUSED_STREAM);
    } else if (type.equals("error") && error == null) {
      errors.put(request, stream);
      connection.accept(stream);
    } else if (type.equals("data") && error != null) {
      errors.remove(request);
      connection.accept(stream);
      begin(stream, error, Integer.parseInt(port));
    } else {
      connection.reset(stream, SpdyConnection.PROTOCOL_ERROR);
    }
  }

  private void begin(int stream, int error, int port) {
    var forwarded = new ForwardedConnection(loop, new Pair(stream, error));
    synchronized (data) {
      data.put(stream, forwarded);
    }
    loop.spawn(
        "port " + port,
        () -> {
          forwarded.run(node, port, pod);
          synchronized (data) {
            data.remove(stream);
          }
        });
  }

  /// The two streams of a connection.
  private final class Pair implements ForwardedConnection.Client {
    private final int data;
    private final int error;

    Pair(int data, int error) {
      this.data = data;
      this.error = error;
    }

    @Override
    public void say(byte[] bytes, int offset, int length) throws IOException {
      connection.say(data, bytes, offset, length);
    }

    @Override
    public void end(String why) throws IOException {
      if (!why.isEmpty()) {
        var bytes = why.getBytes(StandardCharsets.UTF_8);
        connection.say(error, bytes, 0, bytes.length);
      }
      connection.end(error);
      connection.end(data);
    }
  }
}
