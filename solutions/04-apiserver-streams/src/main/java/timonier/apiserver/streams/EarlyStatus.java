package timonier.apiserver.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import timonier.kubelet.streams.Channels;
import timonier.pods.objects.JsonFormat;

/// Says how a program ended as protocols before the fourth do: a failure in words for people, a
/// success by silence.
///
/// @param client carries the messages
record EarlyStatus(Channels client) implements Channels {

  @Override
  public Optional<byte[]> receive() throws IOException {
    return client.receive();
  }

  @Override
  public void send(int channel, byte[] bytes, int offset, int length) throws IOException {
    if (channel != ERROR) {
      client.send(channel, bytes, offset, length);
      return;
    }
    var status = JsonFormat.parse(Arrays.copyOfRange(bytes, offset, offset + length));
    if (status.path("status").asText().equals("Failure")) {
      client.send(ERROR, status.path("message").asText().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
