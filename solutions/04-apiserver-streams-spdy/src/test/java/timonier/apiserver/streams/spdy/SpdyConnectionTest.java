package timonier.apiserver.streams.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Adler32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import timonier.apiserver.streams.spdy.SpdyConnection.Event;

class SpdyConnectionTest {

  private static final Map<String, String> STDIN = Map.of("streamtype", "stdin");

  /// Gives at most so many bytes at a time, as a network may.
  private static InputStream inPieces(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, most));
      }
    };
  }

  private static List<String> heard(InputStream in) throws IOException {
    var events = new ArrayList<String>();
    var connection = new SpdyConnection(in, new ByteArrayOutputStream());
    for (var event = connection.next(); event.isPresent(); event = connection.next()) {
      events.add(
          switch (event.get()) {
            case Event.Opened(var stream, var headers) -> stream + " " + headers;
            case Event.Said(var stream, var bytes) ->
                stream + " " + new String(bytes, StandardCharsets.UTF_8);
            case Event.Ended(var stream) -> stream + " ended";
            case Event.Gone(var stream) -> stream + " gone";
          });
    }
    return events;
  }

  @Test
  void the_dictionary_is_that_of_the_protocol() {
    var sum = new Adler32();
    sum.update(SpdyDictionary.bytes());

    assertThat(sum.getValue()).isEqualTo(0xe3c6a7c2L);
  }

  @Test
  void what_a_client_says_is_heard_however_the_network_cuts_it() throws IOException {
    var sent =
        new SpdyClient()
            .open(1, STDIN)
            .open(3, Map.of("streamtype", "data", "port", "80"))
            .say(1, "one")
            .say(3, "two")
            .end(1)
            .control(3, ByteBuffer.allocate(8).putInt(3).putInt(5).array())
            .bytes();

    for (var most = 1; most <= sent.length; most++) {
      var events = heard(inPieces(sent, most));
      assertThat(events).as("%d bytes at a time", most).hasSize(6);
      assertThat(events.getFirst()).isEqualTo("1 {streamtype=stdin}");
      assertThat(events.subList(2, 6)).containsExactly("1 one", "3 two", "1 ended", "3 gone");
    }
  }

  @Test
  void a_connection_that_ends_in_a_frame_is_broken_and_one_that_ends_between_them_is_over()
      throws IOException {
    var frame = new SpdyClient().open(1, STDIN).bytes();

    for (var length = 1; length < frame.length; length++) {
      var cut = new ByteArrayInputStream(frame, 0, length);
      assertThatThrownBy(() -> heard(cut)).isInstanceOf(IOException.class);
    }
    assertThat(heard(new ByteArrayInputStream(frame))).hasSize(1);
    assertThat(heard(new ByteArrayInputStream(new byte[0]))).isEmpty();
  }

  @Test
  void a_ping_comes_back() throws IOException {
    var ping = new SpdyClient().control(6, new byte[] {0, 0, 0, 7}).bytes();
    var out = new ByteArrayOutputStream();

    assertThat(new SpdyConnection(new ByteArrayInputStream(ping), out).next()).isEmpty();
    assertThat(out.toByteArray()).isEqualTo(ping);
  }

  @Test
  void a_large_frame_comes_in_pieces() throws IOException {
    var text = "x".repeat(100_000);
    var sent = new SpdyClient().say(1, text).bytes();

    var events = heard(new ByteArrayInputStream(sent));

    assertThat(events).hasSizeGreaterThan(1).allMatch(event -> event.length() < 40_000);
    assertThat(String.join("", events).replace("1 ", "")).isEqualTo(text);
  }

  @Test
  void bad_frames_are_refused() {
    assertRefused(new SpdyClient().open(2, STDIN).bytes(), "odd");
    assertRefused(new SpdyClient().control(1, new byte[3]).bytes(), "too short");
    assertRefused(
        new SpdyClient().control(1, ByteBuffer.allocate(40).putInt(1).array()).bytes(),
        "cannot be read");
    assertRefused(new byte[] {(byte) 0x80, 2, 0, 1, 0, 0, 0, 0}, "not a frame of SPDY/3");
    assertRefused(new byte[] {(byte) 0x80, 3, 0, 1, 0, (byte) 0xff, 0, 0}, "not a frame of SPDY/3");
  }

  private static void assertRefused(byte[] sent, String why) {
    assertThatThrownBy(() -> heard(new ByteArrayInputStream(sent)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void headers_come_back_as_they_went_and_later_ones_are_shorter() throws IOException {
    try (var writer = new SpdyHeaders();
        var reader = new SpdyHeaders()) {
      var headers = Map.of("streamtype", "data", "requestid", "17");
      var first = writer.write(headers);
      var second = writer.write(headers);

      assertThat(first).startsWith(0x78).hasSizeGreaterThan(second.length);
      assertThat(reader.read(first)).isEqualTo(headers);
      assertThat(reader.read(second)).isEqualTo(headers);
    }
  }

  @Test
  void a_small_block_that_holds_a_lot_is_refused() {
    var deflater = new Deflater();
    deflater.setDictionary(SpdyDictionary.bytes());
    deflater.setInput(new byte[1 << 20]);
    var block = new byte[1 << 14];
    var length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
    deflater.end();

    try (var reader = new SpdyHeaders()) {
      assertThatThrownBy(() -> reader.read(java.util.Arrays.copyOf(block, length)))
          .hasMessageContaining("more than");
    }
  }
}
