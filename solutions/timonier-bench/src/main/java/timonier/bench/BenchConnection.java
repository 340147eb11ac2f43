package timonier.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// One connection with just enough of HTTP/1.1, so that it costs the load generator little.
final class BenchConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String headers;
  private final byte[] buffer = new byte[1 << 16];
  private long length;
  private boolean chunked;

  BenchConnection(Socket socket, String host, Optional<String> token) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
    this.headers =
        " HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\n%s"
            .formatted(host, token.map(t -> "Authorization: Bearer " + t + "\r\n").orElse(""));
  }

  /// An answer.
  ///
  /// @param code the status code
  /// @param length how long its body was
  /// @param body the body, if it was wanted
  record Answer(int code, long length, String body) {}

  /// Sends a request, and reads the answer to its end.
  Answer call(String method, String path) throws IOException {
    return call(method, path, "", "");
  }

  Answer call(String method, String path, String type, String body) throws IOException {
    send(method, path, type, body);
    var code = head();
    return new Answer(code, body(OutputStream.nullOutputStream()), "");
  }

  /// Sends a request, and returns the answer with its body.
  Answer read(String path) throws IOException {
    send("GET", path, "", "");
    var code = head();
    var kept = new ByteArrayOutputStream();
    var total = body(kept);
    return new Answer(code, total, kept.toString(StandardCharsets.UTF_8));
  }

  /// Requests a stream, and reads until its body begins.
  ///
  /// @return the body
  InputStream follow(String path) throws IOException {
    send("GET", path, "", "");
    var code = head();
    if (code != 200) {
      throw new IOException("the watch was refused: " + code);
    }
    return chunked ? new Chunks() : in;
  }

  private void send(String method, String path, String type, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder(256).append(method).append(' ').append(path).append(headers);
    if (!type.isEmpty()) {
      head.append("Content-Type: ").append(type);
      head.append("\r\nContent-Length: ").append(bytes.length).append("\r\n");
    }
    var start = head.append("\r\n").toString().getBytes(ISO_8859_1);
    var whole = new byte[start.length + bytes.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(bytes, 0, whole, start.length, bytes.length);
    out.write(whole);
    out.flush();
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  private int head() throws IOException {
    var code = Integer.parseInt(line().split(" ", 3)[1]);
    length = 0;
    chunked = false;
    for (var line = line(); !line.isEmpty(); line = line()) {
      var header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring("content-length:".length()).strip());
      }
      chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
    }
    return code;
  }

  private long body(OutputStream sink) throws IOException {
    if (!chunked) {
      return copy(length, sink);
    }
    var total = 0L;
    for (var size = chunk(); size > 0; size = chunk()) {
      total += copy(size, sink);
      var _ = line();
    }
    var _ = line();
    return total;
  }

  private long chunk() throws IOException {
    return Long.parseLong(line().split(";", 2)[0].strip(), 16);
  }

  private long copy(long size, OutputStream sink) throws IOException {
    for (var left = size; left > 0; ) {
      var count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException("the connection ended");
      }
      sink.write(buffer, 0, count);
      left -= count;
    }
    return size;
  }

  /// The body of a chunked answer as one stream.
  private final class Chunks extends InputStream {
    private long left;
    private boolean begun;

    @Override
    public int read() {
      throw new UnsupportedOperationException("read a piece at a time");
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
      if (left == 0) {
        if (begun) {
          var _ = line();
        }
        begun = true;
        left = chunk();
      }
      var count = left == 0 ? -1 : in.read(bytes, offset, (int) Math.min(size, left));
      left -= Math.max(0, count);
      return count;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
