package timonier.apiserver.streams.spdy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/// Writes the frames of a client.
final class SpdyClient {

  private final SpdyHeaders headers = new SpdyHeaders();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SpdyClient frame(int word, int flags, byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(8).putInt(word).putInt(flags << 24 | bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  SpdyClient control(int kind, byte[] bytes) {
    return frame(0x80030000 | kind, 0, bytes);
  }

  SpdyClient open(int stream, Map<String, String> wanted) {
    var block = headers.write(wanted);
    var body = ByteBuffer.allocate(10 + block.length).putInt(stream).putInt(0).putShort((short) 0);
    return control(1, body.put(block).array());
  }

  SpdyClient say(int stream, String text) {
    return frame(stream, 0, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  SpdyClient end(int stream) {
    return frame(stream, 1, new byte[0]);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
