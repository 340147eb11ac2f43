package timonier.kubelet.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.kit.sim.Simulation;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ExecOptions;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.Session;
import timonier.pods.runtime.PidScope;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

class RemoteCommandTest {

  private static final byte[] MASK = {1, 2, 3, 4};

  /// A masked frame of a client.
  private static byte[] frame(int head, String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    var frame = new ByteArrayOutputStream();
    frame.write(head);
    frame.write(0x80 | bytes.length);
    frame.writeBytes(MASK);
    for (var i = 0; i < bytes.length; i++) {
      frame.write(bytes[i] ^ MASK[i % 4]);
    }
    return frame.toByteArray();
  }

  private static byte[] message(int channel, String text) {
    return frame(0x82, (char) channel + text);
  }

  /// A client's input, which then waits for the close message.
  private static InputStream client(Promise<Integer> goodbye, List<byte[]> frames) {
    var all = new ByteArrayOutputStream();
    frames.forEach(all::writeBytes);
    var sent = new ByteArrayInputStream(all.toByteArray());
    return new InputStream() {
      @Override
      public int read() {
        var next = sent.read();
        return next >= 0 ? next : goodbye.await();
      }
    };
  }

  /// A client's output.
  private static ByteArrayOutputStream output(Promise<Integer> goodbye) {
    return new ByteArrayOutputStream() {
      @Override
      public void write(int b) {
        super.write(b);
        if (b == 0x88 && !goodbye.isDone()) {
          goodbye.complete(-1);
        }
      }
    };
  }

  private static Session session(EventLoop loop, EventLoop machine, String... command) {
    var host = new SimulatedHost(machine, "10.244.0", _ -> SimulatedProgram.forever());
    var runtime = new SimulatedRuntime(loop, host, SimulatedRuntime.Faults.none());
    var sandbox =
        runtime.runSandbox(
            new Sandbox.Config(
                "default", "web", "uid", 0, "web", false, Map.of(), PidScope.CONTAINER));
    var id =
        runtime.createContainer(
            sandbox,
            new ContainerConfig(
                "c", 0, "any", List.of(), List.of(), "", Map.of(), List.of(), Map.of()));
    runtime.startContainer(id);
    return runtime.exec(id, new ExecOptions(List.of(command), false, true, Optional.empty()));
  }

  /// Runs a command for a client, and returns the messages that it got, each with its channel.
  private static List<String> talk(List<byte[]> frames, String... command) {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      var machine = simulation.loop("machine");
      return simulation.call(() -> {
        var goodbye = loop.<Integer>promise();
        var out = output(goodbye);
        var socket = new WebSocket(client(goodbye, frames), out);
        try {
          new RemoteCommand(loop, socket, true).run(() -> session(loop, machine, command));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return messages(out.toByteArray());
      });
    }
  }

  private static List<String> messages(byte[] bytes) {
    var messages = new ArrayList<String>();
    for (var at = 0; at < bytes.length; ) {
      var isShort = bytes[at + 1] < 126;
      var length = isShort ? bytes[at + 1] : (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
      var begin = at + (isShort ? 2 : 4);
      messages.add(
          (bytes[at] & 0xf) == 8
              ? "close " + ((bytes[begin] & 0xff) << 8 | bytes[begin + 1] & 0xff)
              : bytes[begin] + " " + new String(bytes, begin + 1, length - 1));
      at = begin + length;
    }
    return messages;
  }

  @Test
  void a_key_is_accepted_as_the_standard_says() {
    assertThat(WebSocket.accept("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void output_comes_on_its_channel_and_success_at_the_end() {
    assertThat(talk(List.of(), "echo", "hello"))
        .containsExactly("1 hello\n", "3 {\"metadata\":{},\"status\":\"Success\"}", "close 1000");
  }

  @Test
  void an_exit_code_is_reported() {
    assertThat(talk(List.of(), "sh", "-c", "exit 3"))
        .containsExactly(
            "3 {\"metadata\":{},\"status\":\"Failure\",\"message\":\"command terminated with"
                + " non-zero exit code: exit status 3\",\"reason\":\"NonZeroExitCode\",\"details\":"
                + "{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"3\"}]}}",
            "close 1000");
  }

  @Test
  void input_is_passed_on_until_the_client_ends_it() {
    var sent = List.of(message(0, "one "), message(0, "two"), message(255, "\0"));

    assertThat(talk(sent, "cat"))
        .containsExactly(
            "1 one ", "1 two", "3 {\"metadata\":{},\"status\":\"Success\"}", "close 1000");
  }

  @Test
  void a_ping_is_answered_and_a_message_may_come_in_pieces() throws IOException {
    var sent = new ByteArrayOutputStream();
    sent.writeBytes(frame(0x02, "\0be"));
    sent.writeBytes(frame(0x89, "p"));
    sent.writeBytes(frame(0x80, "gin"));
    sent.writeBytes(frame(0x88, ""));
    var out = new ByteArrayOutputStream();
    var socket = new WebSocket(new ByteArrayInputStream(sent.toByteArray()), out);

    assertThat(socket.receive()).contains("\0begin".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(out.toByteArray()).containsExactly(0x8a, 1, 'p');
    assertThat(socket.receive()).isEmpty();
  }

  @Test
  void a_frame_without_a_mask_is_refused() {
    var socket =
        new WebSocket(
            new ByteArrayInputStream(new byte[] {(byte) 0x82, 1, 0}), new ByteArrayOutputStream());

    assertThatThrownBy(socket::receive).hasMessageContaining("mask");
  }

  @Test
  void a_client_that_leaves_ends_its_command() {
    assertThat(talk(List.of(frame(0x88, "")), "cat")).last().isEqualTo("close 1000");
  }
}
