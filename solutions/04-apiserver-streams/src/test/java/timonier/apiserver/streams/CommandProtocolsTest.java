package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.WebSocket;

class CommandProtocolsTest {

  /// A client that records what it receives.
  private static final class Noted implements Channels {
    private final List<String> messages = new ArrayList<>();

    @Override
    public Optional<byte[]> receive() {
      return Optional.empty();
    }

    @Override
    public void send(int channel, byte[] bytes, int offset, int length) {
      messages.add(channel + ":" + new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A frame of a client with a mask of zeros.
  private static byte[] frame(int kind, String text) {
    var frame = new ByteArrayOutputStream();
    frame.write(0x80 | kind);
    frame.write(0x80 | text.length());
    frame.writeBytes(new byte[4]);
    frame.writeBytes(bytes(text));
    return frame.toByteArray();
  }

  private static WebSocket hearing(byte[] frame) {
    return new WebSocket(new ByteArrayInputStream(frame), new ByteArrayOutputStream());
  }

  @Test
  void text_counts_as_the_bytes_that_it_is() throws IOException {
    assertThat(hearing(frame(1, "\0ls")).receive()).hasValue(bytes("\0ls"));
    assertThat(hearing(frame(2, "\0ls")).receive()).hasValue(bytes("\0ls"));
  }

  @Test
  void base_64_is_a_digit_and_text_in_both_directions() throws IOException {
    var said = new ByteArrayOutputStream();
    var channels =
        new Base64Channels(new WebSocket(new ByteArrayInputStream(frame(1, "0bHM=")), said));

    channels.send(Channels.STDOUT, bytes("xhix"), 1, 2);

    assertThat(channels.receive()).hasValue(bytes("\0ls"));
    assertThat(said.toString(StandardCharsets.UTF_8)).endsWith("1aGk=");
  }

  @Test
  void a_message_that_is_not_in_base_64_ends_the_session() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new Base64Channels(hearing(frame(1, "0?"))).receive())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("base 64");
  }

  @Test
  void early_protocols_tell_failures_in_words_and_success_by_silence() throws IOException {
    var client = new Noted();
    var early = new EarlyStatus(client);

    early.send(Channels.STDOUT, bytes("hi"));
    early.send(Channels.ERROR, bytes("{\"status\":\"Success\"}"));
    early.send(Channels.ERROR, bytes("{\"status\":\"Failure\",\"message\":\"it ended with 3\"}"));

    assertThat(client.messages).containsExactly("1:hi", "3:it ended with 3");
  }
}
