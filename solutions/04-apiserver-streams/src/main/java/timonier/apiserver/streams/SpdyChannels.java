package timonier.apiserver.streams;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import timonier.apiserver.streams.spdy.SpdyConnection;
import timonier.apiserver.streams.spdy.SpdyConnection.Event;
import timonier.kubelet.streams.Channels;

/// The streams of an older `kubectl exec`, as channels. The client opens each one itself and says
/// in the header `streamType` what it is for.
final class SpdyChannels implements Channels {

  private static final Map<String, Integer> TYPES =
      Map.of("stdin", STDIN, "stdout", STDOUT, "stderr", STDERR, "error", ERROR, "resize", RESIZE);

  /// What a client may say before it opened all of its streams.
  private static final int MOST_EARLY = 1_000;

  private final SpdyConnection connection;
  private final Map<Integer, Integer> channels = new TreeMap<>();

  /// Streams by channel. The client may open one while something is said on another.
  private final Map<Integer, Integer> streams = new ConcurrentSkipListMap<>();

  private final Deque<Event> early = new ArrayDeque<>();
  private final ByteArrayOutputStream size = new ByteArrayOutputStream();

  SpdyChannels(SpdyConnection connection) {
    this.connection = connection;
  }

  /// Waits until the client has opened its streams.
  ///
  /// @param expected their channels
  void awaitStreams(Set<Integer> expected) throws IOException {
    while (!streams.keySet().containsAll(expected)) {
      var event =
          connection.next().orElseThrow(() -> new IOException("the client left before it began"));
      if (event instanceof Event.Opened opened) {
        open(opened);
      } else {
        early.add(event);
        if (early.size() > MOST_EARLY) {
          throw new IOException("the client says too much before it opened its streams");
        }
      }
    }
  }

  private void open(Event.Opened opened) throws IOException {
    var channel = TYPES.get(opened.headers().getOrDefault("streamtype", ""));
    if (channel == null || streams.containsKey(channel)) {
      connection.reset(opened.stream(), SpdyConnection.REFUSED_STREAM);
      return;
    }
    streams.put(channel, opened.stream());
    channels.put(opened.stream(), channel);
    connection.accept(opened.stream());
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    while (true) {
      var event = early.isEmpty() ? connection.next() : Optional.of(early.remove());
      if (event.isEmpty()) {
        return Optional.empty();
      }
      var message =
          switch (event.get()) {
            case Event.Opened opened -> {
              open(opened);
              yield Optional.<byte[]>empty();
            }
            case Event.Said said -> heard(said);
            case Event.Ended(var stream) -> ended(stream);
            case Event.Gone(var stream) -> ended(stream);
          };
      if (message.isPresent()) {
        return message;
      }
    }
  }

  private Optional<byte[]> heard(Event.Said said) {
    var channel = channels.getOrDefault(said.stream(), ERROR);
    if (channel == STDIN) {
      return Optional.of(message(STDIN, said.bytes()));
    }
    return channel == RESIZE ? resized(said.bytes()) : Optional.empty();
  }

  /// Sizes come one after the other, each in a line, however the lines are cut into frames.
  private Optional<byte[]> resized(byte[] bytes) {
    Optional<byte[]> latest = Optional.empty();
    for (var b : bytes) {
      if (b == '\n') {
        latest = Optional.of(message(RESIZE, size.toByteArray()));
        size.reset();
      } else if (size.size() < 1_000) {
        size.write(b);
      }
    }
    return latest;
  }

  private Optional<byte[]> ended(int stream) {
    return channels.getOrDefault(stream, ERROR) == STDIN
        ? Optional.of(message(CLOSE, new byte[] {STDIN}))
        : Optional.empty();
  }

  private static byte[] message(int channel, byte[] bytes) {
    var message = new byte[bytes.length + 1];
    message[0] = (byte) channel;
    System.arraycopy(bytes, 0, message, 1, bytes.length);
    return message;
  }

  /// What is said on a channel that the client did not open is dropped.
  @Override
  public void send(int channel, byte[] bytes, int offset, int length) throws IOException {
    var stream = streams.get(channel);
    if (stream != null) {
      connection.say(stream, bytes, offset, length);
    }
  }

  @Override
  public void close() throws IOException {
    for (var stream : streams.values()) {
      connection.end(stream);
    }
  }
}
