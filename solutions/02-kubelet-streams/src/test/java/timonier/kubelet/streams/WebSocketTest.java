package timonier.kubelet.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WebSocketTest {

  /// `Hi`, masked by zeros.
  private static final String HI = "8282000000004869";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private WebSocket after(String... frames) {
    var bytes = HexFormat.of().parseHex(String.join("", frames));
    return new WebSocket(new ByteArrayInputStream(bytes), said);
  }

  private void isRefused(int code, String... frames) {
    var socket = after(frames);
    assertThatThrownBy(socket::receive).isInstanceOf(IOException.class);
    assertThat(HexFormat.of().formatHex(said.toByteArray())).endsWith("8802%04x".formatted(code));
    said.reset();
  }

  @Test
  void a_message_may_come_in_pieces_with_a_ping_between_them() throws IOException {
    var socket = after("02810000000048", "898100000000" + "70", "80810000000069");

    assertThat(socket.receive()).hasValue(new byte[] {'H', 'i'});
    assertThat(said.toByteArray()).containsExactly(0x8a, 1, 'p');
  }

  @Test
  void reserved_bits_are_refused() {
    isRefused(WebSocket.PROTOCOL_ERROR, "c282000000004869");
    isRefused(WebSocket.PROTOCOL_ERROR, "9282000000004869");
  }

  @Test
  void a_control_frame_that_is_long_or_in_pieces_is_refused() {
    isRefused(WebSocket.PROTOCOL_ERROR, "89fe007e00000000", "00".repeat(126));
    isRefused(WebSocket.PROTOCOL_ERROR, "098100000000" + "70");
  }

  @Test
  void what_is_not_masked_is_refused() {
    isRefused(WebSocket.PROTOCOL_ERROR, "82024869");
  }

  @Test
  void an_unknown_kind_is_refused() {
    isRefused(WebSocket.PROTOCOL_ERROR, "8b8000000000");
  }

  @Test
  void a_message_that_did_not_begin_or_does_not_end_is_refused() {
    isRefused(WebSocket.PROTOCOL_ERROR, "80810000000069");
    isRefused(WebSocket.PROTOCOL_ERROR, "02810000000048", HI);
  }

  @Test
  void what_is_too_long_is_refused_before_it_is_read() {
    isRefused(WebSocket.TOO_BIG, "82ff" + "7fffffffffffffff" + "00000000");
    isRefused(WebSocket.TOO_BIG, "82ff" + "ffffffffffffffff" + "00000000");
  }

  @Test
  void after_a_goodbye_there_may_still_be_something_to_say() throws IOException {
    var socket = after("8882" + "00000000" + "03e8");

    assertThat(socket.receive()).isEmpty();
    socket.send(1, new byte[] {'x'});
    socket.close();
    assertThat(said.toByteArray()).containsExactly(0x82, 2, 1, 'x', 0x88, 2, 3, 0xe8);
  }
}
