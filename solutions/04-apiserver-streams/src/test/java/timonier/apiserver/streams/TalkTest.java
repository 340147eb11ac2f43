package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import timonier.apiserver.streams.spdy.SpdyConnection;
import timonier.apiserver.streams.spdy.SpdyConnection.Event;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.kit.sim.Simulation;

/// A whole session in each protocol that clients know: a command's input, its output, its exit
/// code, and the end of the connection.
class TalkTest {

  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int GOODBYE = 8;

  private static final String SUCCESS = "{\"status\":\"Success\"}";
  private static final String FAILURE = "{\"status\":\"Failure\",\"message\":\"it ended with 3\"}";

  private static final Map<String, List<String>> COMMAND =
      Map.of("command", List.of("cat"), "stdin", List.of("1"), "stdout", List.of("1"));

  /// A command that echoes its input, and ends.
  private static final class Program implements NodeStreams.Session {
    private final Promise<byte[]> told;
    private final Iterator<Integer> channels = List.of(STDOUT, ERROR).iterator();
    private final byte[] end;

    /// @param end how it ended, as a `Status`
    Program(EventLoop loop, String end) {
      this.told = loop.promise();
      this.end = bytes(end);
    }

    @Override
    public Optional<byte[]> receive() {
      var said = told.await();
      if (!channels.hasNext()) {
        return Optional.empty();
      }
      var channel = channels.next();
      return Optional.of(message(channel, channel == ERROR ? end : said));
    }

    @Override
    public void send(int channel, byte[] bytes, int offset, int length) {
      if (channel == STDIN) {
        told.complete(Arrays.copyOfRange(bytes, offset, offset + length));
      }
    }

    @Override
    public void close() {}
  }

  private static byte[] message(int channel, byte[] content) {
    var message = new ByteArrayOutputStream();
    message.write(channel);
    message.writeBytes(content);
    return message.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A frame of a client with a mask of zeros.
  private static byte[] said(int kind, String text) {
    return bytes((char) (0x80 | kind) + "" + (char) (0x80 | text.length()) + "\0\0\0\0" + text);
  }

  private static String heard(int kind, String text) {
    return (char) (0x80 | kind) + "" + (char) text.length() + text;
  }

  private static String goodbye() {
    return heard(GOODBYE, "\3\u00e8");
  }

  private static Map<String, String> webSocket(String protocol) {
    var headers = new HashMap<String, String>();
    headers.put("upgrade", "websocket");
    headers.put("sec-websocket-version", "13");
    headers.put("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    if (!protocol.isEmpty()) {
      headers.put("sec-websocket-protocol", protocol);
    }
    return headers;
  }

  /// Returns all bytes that a client receives that sends something, and leaves when the server
  /// closes.
  private static byte[] talk(Map<String, String> headers, byte[] saying, String end) {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      return simulation.call(() -> {
        var out = new ByteArrayOutputStream();
        var left = loop.<Integer>promise();
        var leaving =
            new InputStream() {
              @Override
              public int read() {
                return left.await();
              }
            };
        var in = new SequenceInputStream(new ByteArrayInputStream(saying), leaving);
        var client = new ClientConnection(in, out, () -> left.complete(-1));
        var upgrade = new PodStreams(loop, _ -> new Program(loop, end)).command(headers, COMMAND);
        try {
          upgrade.talk().with(client);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return out.toByteArray();
      });
    }
  }

  private static String talk(String protocol, byte[] saying, String end) {
    return new String(talk(webSocket(protocol), saying, end), StandardCharsets.ISO_8859_1);
  }

  @Test
  void from_v4_on_bytes_are_messages_and_the_end_is_a_status() {
    for (var protocol : List.of("v5.channel.k8s.io", "v4.channel.k8s.io")) {
      for (var kind : List.of(TEXT, BINARY)) {
        assertThat(talk(protocol, said(kind, "\0hi"), FAILURE))
            .as(protocol)
            .isEqualTo(heard(BINARY, "\1hi") + heard(BINARY, "\3" + FAILURE) + goodbye());
      }
    }
  }

  @Test
  void v4_in_base_64_is_text() {
    assertThat(talk("v4.base64.channel.k8s.io", said(TEXT, "0aGk="), SUCCESS))
        .isEqualTo(heard(TEXT, "1aGk=") + heard(TEXT, "3eyJzdGF0dXMiOiJTdWNjZXNzIn0=") + goodbye());
  }

  @Test
  void before_v4_and_without_a_name_failure_is_reported_in_words_and_success_by_silence() {
    for (var protocol : List.of("channel.k8s.io", "")) {
      assertThat(talk(protocol, said(BINARY, "\0hi"), FAILURE))
          .as(protocol)
          .isEqualTo(heard(BINARY, "\1hi") + heard(BINARY, "\3it ended with 3") + goodbye());
      assertThat(talk(protocol, said(BINARY, "\0hi"), SUCCESS))
          .as(protocol)
          .isEqualTo(heard(BINARY, "\1hi") + goodbye());
    }
  }

  @Test
  void before_v4_in_base_64_both_hold() {
    assertThat(talk("base64.channel.k8s.io", said(TEXT, "0aGk="), FAILURE))
        .isEqualTo(heard(TEXT, "1aGk=") + heard(TEXT, "3aXQgZW5kZWQgd2l0aCAz") + goodbye());
    assertThat(talk("base64.channel.k8s.io", said(TEXT, "0aGk="), SUCCESS))
        .isEqualTo(heard(TEXT, "1aGk=") + goodbye());
  }

  /// A frame that opens a stream. Its headers are compressed without the protocol's dictionary, as
  /// a client may.
  private static byte[] opened(Deflater deflater, int stream, String type) {
    var name = bytes("streamtype");
    var text =
        ByteBuffer.allocate(12 + name.length + type.length())
            .putInt(1)
            .putInt(name.length)
            .put(name)
            .putInt(type.length())
            .put(bytes(type));
    deflater.setInput(text.array());
    var block = new byte[200];
    var length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
    return ByteBuffer.allocate(18 + length)
        .putInt(0x80030001)
        .putInt(10 + length)
        .putInt(stream)
        .putInt(0)
        .putShort((short) 0)
        .put(block, 0, length)
        .array();
  }

  @Test
  void by_SPDY_each_channel_is_a_stream() throws IOException {
    var headers = Map.of("upgrade", "SPDY/3.1", "x-stream-protocol-version", "v4.channel.k8s.io");
    var saying = new ByteArrayOutputStream();
    try (var deflater = new Deflater()) {
      saying.writeBytes(opened(deflater, 1, "error"));
      saying.writeBytes(opened(deflater, 3, "stdin"));
      saying.writeBytes(opened(deflater, 5, "stdout"));
    }
    saying.writeBytes(ByteBuffer.allocate(10).putInt(3).putInt(2).put(bytes("hi")).array());

    var told = new ByteArrayInputStream(talk(headers, saying.toByteArray(), SUCCESS));

    var events = new ArrayList<String>();
    var connection = new SpdyConnection(told, new ByteArrayOutputStream());
    for (var next = connection.next(); next.isPresent(); next = connection.next()) {
      events.add(
          switch (next.get()) {
            case Event.Opened(var stream, _) -> stream + " opened";
            case Event.Said(var stream, var bytes) ->
                stream + " " + new String(bytes, StandardCharsets.UTF_8);
            case Event.Ended(var stream) -> stream + " ended";
            case Event.Gone(var stream) -> stream + " gone";
          });
    }
    assertThat(events).contains("5 hi", "1 " + SUCCESS, "1 ended", "5 ended");
  }
}
