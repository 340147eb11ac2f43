package timonier.fuzz;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import timonier.kit.loop.BlockInput;

/// One connection to a server, on which any bytes can be sent. Answers are parsed strictly as
/// HTTP/1.1; anything else is a failure.
final class Connection implements AutoCloseable {

  /// How long any answer may take: far longer than the server needs, even on a busy machine.
  static final Duration PATIENCE = Duration.ofSeconds(15);

  /// How long to read from an endless stream.
  private static final int GLANCE_MILLIS = 60;

  private final Socket plain;
  private final SSLSocket socket;
  private final InputStream in;

  private Connection(Socket plain, SSLSocket socket) throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static Connection open(URI server, SSLContext tls) throws IOException {
    var plain = new Socket();
    plain.connect(
        new InetSocketAddress(server.getHost(), server.getPort()), (int) PATIENCE.toMillis());
    plain.setTcpNoDelay(true);
    plain.setSoTimeout((int) PATIENCE.toMillis());
    var socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(plain, server.getHost(), server.getPort(), true);
    socket.startHandshake();
    return new Connection(plain, socket);
  }

  /// Sends bytes; false if the other side did not read all of them, though it may have answered.
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Ends the output, and still reads.
  void end() throws IOException {
    socket.shutdownOutput();
  }

  /// Reads to the end of the connection.
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /// Reads one answer.
  ///
  /// @param isHead whether it answers a `HEAD`, so that it has no body
  /// @param isEndless whether it may be a stream, whose beginning is enough
  /// @throws EOFException if there is none
  Answer receive(boolean isHead, boolean isEndless) throws IOException {
    var first = line();
    while (first.startsWith("HTTP/1.1 100")) {
      line();
      first = line();
    }
    if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
      throw new IOException("not an answer: " + first);
    }
    var code = Integer.parseInt(first.substring(9, 12));
    var headers = headers();
    var isLast =
        headers.getOrDefault("connection", "").equalsIgnoreCase("close")
            || first.startsWith("HTTP/1.0");
    if (isHead || code == 101 || code == 204 || code == 304) {
      return new Answer(code, headers, new byte[0], true, isLast || code == 101);
    }
    var isChunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
    var length = headers.get("content-length");
    if (length == null && isEndless) {
      return new Answer(code, headers, glance(), false, true);
    }
    var body =
        isChunked
            ? new Chunks().readAllBytes()
            : length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    if (length != null && body.length < Integer.parseInt(length)) {
      throw new EOFException("the answer broke off");
    }
    return new Answer(
        code, headers, plain(headers, body), true, isLast || !isChunked && length == null);
  }

  /// Reads for a moment from a stream that goes on, even half a chunk.
  private byte[] glance() throws IOException {
    var body = new ByteArrayOutputStream();
    socket.setSoTimeout(GLANCE_MILLIS);
    try {
      for (var b = in.read(); b >= 0 && body.size() < 100_000; b = in.read()) {
        body.write(b);
      }
    } catch (SocketTimeoutException _) {
      // the stream goes on
    }
    return body.toByteArray();
  }

  /// The lines of an endless answer, after its head. Reading waits without a limit.
  BufferedReader lines() throws IOException {
    socket.setSoTimeout(0);
    var first = line();
    if (!first.startsWith("HTTP/1.1 200")) {
      throw new IOException(first);
    }
    headers();
    return new BufferedReader(new InputStreamReader(new Chunks(), StandardCharsets.UTF_8));
  }

  /// The bytes of a chunked body. What ends a chunk may come only with the next one.
  private final class Chunks extends BlockInput {
    private int left;
    private boolean begun;
    private boolean ended;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        if (begun) {
          line();
        }
        begun = true;
        left = Integer.parseInt(line(), 16);
        if (left == 0) {
          ended = true;
          line();
        }
      }
      if (ended) {
        return -1;
      }
      var n = in.read(bytes, offset, Math.min(left, length));
      left -= n;
      return n;
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended");
      }
      line.write(b);
    }
    var text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("a line without its end: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  private Map<String, String> headers() throws IOException {
    var headers = new LinkedHashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header: " + line);
      }
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private static byte[] plain(Map<String, String> headers, byte[] body) throws IOException {
    if (!headers.getOrDefault("content-encoding", "").equals("gzip")) {
      return body;
    }
    try (var bytes = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return bytes.readAllBytes();
    }
  }

  /// Closes the connection at once. Ending TLS first would mean waiting for the server.
  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException _) {
      // it is closed all the same
    }
  }
}
