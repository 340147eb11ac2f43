package timonier.apiserver.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import timonier.kubelet.streams.Channels;
import timonier.kubelet.streams.WebSocket;

/// Carries messages as text, for clients that cannot read bytes, as in browsers: the digit of the
/// channel, then the rest in base 64 (`base64.channel.k8s.io`, `v4.base64.channel.k8s.io`).
///
/// @param socket carries the text
record Base64Channels(WebSocket socket) implements Channels {

  @Override
  public Optional<byte[]> receive() throws IOException {
    var text = socket.receive();
    return text.isEmpty() ? text : Optional.of(message(text.get()));
  }

  private static byte[] message(byte[] text) throws IOException {
    if (text.length == 0) {
      return text;
    }
    try {
      var content = Base64.getDecoder().decode(Arrays.copyOfRange(text, 1, text.length));
      var message = new byte[content.length + 1];
      message[0] = (byte) (text[0] - '0');
      System.arraycopy(content, 0, message, 1, content.length);
      return message;
    } catch (IllegalArgumentException e) {
      throw new IOException("a message is not in base 64", e);
    }
  }

  @Override
  public void send(int channel, byte[] bytes, int offset, int length) throws IOException {
    var content = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, offset, offset + length));
    var digit = Integer.toString(channel).getBytes(StandardCharsets.US_ASCII);
    var text = Arrays.copyOf(digit, digit.length + content.length);
    System.arraycopy(content, 0, text, digit.length, content.length);
    socket.text(text);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
