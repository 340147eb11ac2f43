package timonier.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kubelet.streams.Channels;

class ForwardedPortTest {

  /// Channels that deliver given messages, and record those that they receive.
  private static final class Noted implements Channels {
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private final StringBuilder told = new StringBuilder();
    private boolean closed;

    void says(int channel, String text) {
      var bytes = (" " + text).getBytes(StandardCharsets.UTF_8);
      bytes[0] = (byte) channel;
      messages.add(bytes);
    }

    @Override
    public Optional<byte[]> receive() {
      return Optional.ofNullable(messages.poll());
    }

    @Override
    public void send(int channel, byte[] bytes, int offset, int length) {
      told.append(channel).append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void messages_are_bytes_until_the_pod_says_nothing_more() throws IOException {
    var channels = new Noted();
    List.of("ab", "", "c").forEach(text -> channels.says(Channels.STDOUT, text));
    channels.says(Channels.CLOSE, "\1");
    channels.says(Channels.STDOUT, "never");
    var connection = ForwardedPort.connection(channels, false);

    connection.out().write("xyz".getBytes(StandardCharsets.UTF_8), 1, 2);

    assertThat(new String(connection.in().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abc");
    assertThat(connection.in().read()).isEqualTo(-1);
    assertThat(channels.told).hasToString(Channels.STDIN + "yz");
    connection.close();
    assertThat(channels.closed).isTrue();
  }

  @Test
  void a_secure_port_is_greeted_by_TLS() throws IOException {
    var channels = new Noted();
    var connection = ForwardedPort.connection(channels, true);

    assertThatThrownBy(() -> connection.out().write(1)).isInstanceOf(IOException.class);

    // a handshake record of TLS begins with 22, its version with 3 (RFC 8446, section 5.1)
    assertThat(channels.told.toString()).startsWith(Channels.STDIN + "\u0016\u0003");
  }
}
