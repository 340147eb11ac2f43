package timonier.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/// Makes what a client sends to a pod after an upgrade: the frames of WebSocket (RFC 6455) and of
/// SPDY/3.1.
final class Talks {

  static final String WEBSOCKET = "websocket";
  static final String SPDY = "SPDY/3.1";

  /// Makes a request ask for an upgrade.
  static Request upgrade(Request request, String how, Chance chance) {
    var isForward = how.equals("portforward");
    if (chance.one(2)) {
      return request
          .header("Connection", "Upgrade")
          .header("Upgrade", SPDY)
          .header(
              "X-Stream-Protocol-Version", isForward ? "portforward.k8s.io" : "v4.channel.k8s.io");
    }
    var protocols =
        isForward
            ? List.of("v4.channel.k8s.io", "SPDY/3.1+portforward.k8s.io")
            : List.of("v5.channel.k8s.io", "v4.channel.k8s.io");
    return request
        .header("Connection", "Upgrade")
        .header("Upgrade", WEBSOCKET)
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Sec-WebSocket-Protocol", chance.of(protocols));
  }

  /// The frames of a well-behaved client.
  static List<byte[]> frames(Answer answer) {
    if (answer.headers().getOrDefault("upgrade", "").equals(SPDY)) {
      return spdy();
    }
    return answer.headers().getOrDefault("sec-websocket-protocol", "").startsWith("SPDY")
        ? spdy().stream().map(frame -> webSocket(0x82, prefixed(frame))).toList()
        : List.of(
            webSocket(0x82, new byte[] {0, 'h', 'i', '\n'}),
            webSocket(0x89, new byte[] {'p'}),
            webSocket(0x88, new byte[] {3, (byte) 0xe8}));
  }

  private static byte[] prefixed(byte[] frame) {
    return frame;
  }

  /// A masked frame of a client.
  static byte[] webSocket(int first, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    }
    var mask = new byte[] {1, 2, 3, 4};
    frame.writeBytes(mask);
    for (var i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i % 4]);
    }
    return frame.toByteArray();
  }

  private static List<byte[]> spdy() {
    var deflater = new Deflater();
    var frames = new ArrayList<byte[]>();
    try {
      var stream = 1;
      for (var type : List.of("error", "stdin", "stdout", "stderr", "resize", "data")) {
        var headers = Map.of("streamtype", type, "port", "8080", "requestid", "0");
        frames.add(control(1, 0, opening(stream, block(deflater, headers))));
        stream += 2;
      }
    } finally {
      deflater.end();
    }
    frames.add(data(3, 0, "hi\n".getBytes(StandardCharsets.US_ASCII)));
    frames.add(control(6, 0, new byte[] {0, 0, 0, 1}));
    frames.add(data(3, 1, new byte[0]));
    frames.add(control(7, 0, new byte[8]));
    return frames;
  }

  private static byte[] opening(int stream, byte[] block) {
    return ByteBuffer.allocate(10 + block.length)
        .putInt(stream)
        .putInt(0)
        .putShort((short) 0)
        .put(block)
        .array();
  }

  /// Headers without the dictionary of the protocol, which a compressor may leave out.
  private static byte[] block(Deflater deflater, Map<String, String> headers) {
    var text = new ByteArrayOutputStream();
    text.writeBytes(ByteBuffer.allocate(4).putInt(headers.size()).array());
    headers.forEach((name, value) -> {
      for (var word : List.of(name, value)) {
        text.writeBytes(ByteBuffer.allocate(4).putInt(word.length()).array());
        text.writeBytes(word.getBytes(StandardCharsets.US_ASCII));
      }
    });
    deflater.setInput(text.toByteArray());
    var block = new byte[1024];
    var length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
    return java.util.Arrays.copyOf(block, length);
  }

  /// A control frame of SPDY.
  static byte[] control(int kind, int flags, byte[] body) {
    return ByteBuffer.allocate(8 + body.length)
        .putInt(0x8003_0000 | kind)
        .putInt(flags << 24 | body.length)
        .put(body)
        .array();
  }

  /// A data frame of SPDY.
  static byte[] data(int stream, int flags, byte[] bytes) {
    return ByteBuffer.allocate(8 + bytes.length)
        .putInt(stream)
        .putInt(flags << 24 | bytes.length)
        .put(bytes)
        .array();
  }

  private Talks() {}
}
