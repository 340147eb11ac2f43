package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.pods.objects.ApiException;

class LogProtocolsTest {

  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int GOODBYE = 0x88;

  private static Map<String, String> asking(String protocol) {
    return Map.of(
        "upgrade",
        "websocket",
        "sec-websocket-version",
        "13",
        "sec-websocket-key",
        "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-protocol",
        protocol);
  }

  private static void twoPieces(OutputStream out) throws IOException {
    out.write("ready\n".getBytes(StandardCharsets.UTF_8));
    out.write("é\n".getBytes(StandardCharsets.UTF_8));
  }

  /// What a client hears that says goodbye at once.
  private static byte[] heard(String protocol, PodStreams.Log log) {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      return simulation.call(() -> {
        var out = new ByteArrayOutputStream();
        var goodbye = new byte[] {(byte) GOODBYE, (byte) 0x80, 0, 0, 0, 0};
        var client = new ClientConnection(new ByteArrayInputStream(goodbye), out, () -> {});
        try {
          PodStreams.log(loop, asking(protocol), log).talk().with(client);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return out.toByteArray();
      });
    }
  }

  private static byte[] frames(Object... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      switch (part) {
        case Integer number -> all.write(number);
        case String text -> all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        default -> throw new AssertionError(part);
      }
    }
    return all.toByteArray();
  }

  @Test
  void each_piece_is_a_message_and_the_end_a_goodbye() {
    var expected =
        frames(BINARY, 6, "ready\n", BINARY, 3, "é\n", GOODBYE, 2, 1000 >> 8, 1000 & 0xff);

    assertThat(heard("binary.k8s.io", LogProtocolsTest::twoPieces)).isEqualTo(expected);
    assertThat(heard("", LogProtocolsTest::twoPieces)).isEqualTo(expected);
  }

  @Test
  void base_64_is_text() {
    assertThat(heard("base64.binary.k8s.io", LogProtocolsTest::twoPieces))
        .isEqualTo(
            frames(TEXT, 8, "cmVhZHkK", TEXT, 4, "w6kK", GOODBYE, 2, 1000 >> 8, 1000 & 0xff));
  }

  @Test
  void a_log_that_cannot_be_read_ends_otherwise() {
    assertThat(
            heard(
                "binary.k8s.io",
                _ -> {
                  throw ApiException.badRequest("no such container");
                }))
        .isEqualTo(frames(GOODBYE, 2, 1011 >> 8, 1011 & 0xff));
  }

  @Test
  void the_answer_names_the_protocol_and_an_unknown_one_is_refused() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      assertThat(PodStreams.log(loop, asking("base64.binary.k8s.io"), _ -> {}).headers())
          .containsEntry("Sec-WebSocket-Protocol", "base64.binary.k8s.io");
      for (var channels : List.of("v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io")) {
        assertThatThrownBy(() -> PodStreams.log(loop, asking(channels), _ -> {}))
            .hasMessageContaining("unable to negotiate protocol");
      }
    }
  }

  @Test
  void of_the_known_protocols_the_client_s_first_is_spoken() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      var offered = "v4.channel.k8s.io, base64.binary.k8s.io, binary.k8s.io";
      assertThat(PodStreams.log(loop, asking(offered), _ -> {}).headers())
          .containsEntry("Sec-WebSocket-Protocol", "base64.binary.k8s.io");
    }
  }
}
