package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.kit.sim.Simulation;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.WebSocket;

/// How a talk ends.
class FarewellTest {

  /// A client that tells a program one thing and then says goodbye.
  private static final class Client implements Channels {
    private final List<String> heard = new ArrayList<>();
    private boolean told;

    @Override
    public Optional<byte[]> receive() {
      if (told) {
        return Optional.empty();
      }
      told = true;
      return Optional.of(new byte[] {STDIN, 'x'});
    }

    @Override
    public void send(int channel, byte[] bytes, int offset, int length) {
      heard.add(channel + " " + new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }

  /// A program that reads all its input, and then works on it for a while.
  private static final class Program implements Channels {
    private final EventLoop loop;
    private final Promise<Boolean> ended;
    private final Duration work;

    Program(EventLoop loop, Duration work) {
      this.loop = loop;
      this.ended = loop.promise();
      this.work = work;
    }

    @Override
    public Optional<byte[]> receive() {
      return ended.await() ? Optional.of(new byte[] {ERROR, 'd', 'o', 'n', 'e'}) : Optional.empty();
    }

    @Override
    public void send(int channel, byte[] bytes, int offset, int length) {
      if (channel == CLOSE && bytes[offset] == STDIN) {
        loop.after(work, () -> ended.complete(true));
      }
    }

    @Override
    public void close() {
      ended.complete(false);
    }
  }

  private static List<String> leave(boolean finishes, Duration work) {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      return simulation.call(() -> {
        var client = new Client();
        try {
          new ChannelRelay(loop, client, () -> {}, new Program(loop, work), finishes).run();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return client.heard;
      });
    }
  }

  @Test
  void a_command_may_finish_the_input_of_a_client_that_says_goodbye() {
    assertThat(leave(true, Duration.ofSeconds(2))).containsExactly("3 done");
  }

  @Test
  void a_command_that_goes_on_and_on_is_ended() {
    assertThat(leave(true, Duration.ofHours(1)))
        .singleElement()
        .asString()
        .contains("the connection to the node ended");
  }

  @Test
  void the_session_of_another_client_that_says_goodbye_ends_at_once() {
    assertThat(leave(false, Duration.ZERO))
        .singleElement()
        .asString()
        .contains("the connection to the node ended");
  }

  /// A client that says nothing, and leaves when it was said goodbye.
  private static InputStream silent(Promise<Integer> goodbye) {
    return new InputStream() {
      @Override
      public int read() {
        return goodbye.await();
      }
    };
  }

  private static ByteArrayOutputStream listening(Promise<Integer> goodbye) {
    return new ByteArrayOutputStream() {
      @Override
      public void write(int b) {
        super.write(b);
        if (b == 0x88) {
          goodbye.complete(-1);
        }
      }
    };
  }

  @Test
  void forwarding_without_half_ends_is_over_when_the_last_connection_is() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      var heard =
          simulation.call(() -> {
            var goodbye = loop.<Integer>promise();
            var out = listening(goodbye);
            var socket = new WebSocket(silent(goodbye), out);
            NodeStreams node =
                query -> {
                  throw new NodeRefusal(500, "no " + query);
                };
            try {
              new WebSocketForwards(loop, socket, () -> {}, List.of(80, 90), node, "web").run();
            } catch (IOException _) {
              // the client left silently
            }
            return out.toString(StandardCharsets.ISO_8859_1);
          });
      assertThat(heard)
          .contains("error forwarding port 80 to pod web: no port=80")
          .contains("error forwarding port 90 to pod web: no port=90")
          .endsWith("\u0088\u0002\u0003\u00e8");
    }
  }
}
