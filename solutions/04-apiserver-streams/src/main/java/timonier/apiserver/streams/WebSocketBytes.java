package timonier.apiserver.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.BlockOutput;
import timonier.kubelet.streams.WebSocket;

/// A stream of bytes in both directions that a WebSocket carries, cut into messages anywhere: newer
/// clients send SPDY so, past proxies that do not know it.
///
/// @param socket what carries them
record WebSocketBytes(WebSocket socket) {

  InputStream in() {
    return new BlockInput() {
      private byte[] message = {};
      private int at;

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        while (at == message.length) {
          var next = socket.receive();
          if (next.isEmpty()) {
            return -1;
          }
          message = next.get();
          at = 0;
        }
        var n = Math.min(length, message.length - at);
        System.arraycopy(message, at, bytes, offset, n);
        at += n;
        return n;
      }
    };
  }

  /// Each write is a message of base 64 in text, for clients that take no other bytes.
  OutputStream base64() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        var content = Arrays.copyOfRange(bytes, offset, offset + length);
        socket.text(Base64.getEncoder().encode(content));
      }
    };
  }

  /// Each write is a message.
  OutputStream out() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
          socket.send(bytes[offset] & 0xff, bytes, offset + 1, length - 1);
        }
      }
    };
  }
}
