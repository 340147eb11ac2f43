package timonier.pods.docker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A connection to the engine that was upgraded to the stream of a program. Writes go to the
/// program's input. Reads come from both its outputs, in pieces after eight bytes that name the
/// output and the length; with a terminal there is only one output, without such headers.
///
/// Implemented here, because with the library an end of input would not reach the program while it
/// still writes, and a slow reader would not slow the program down.
final class EngineStream implements AutoCloseable {

  private static final int BLOCK = 8192;
  private static final int ERROR_STREAM = 2;

  private final SocketChannel channel;
  private final InputStream in;
  private final boolean tty;

  private EngineStream(SocketChannel channel, InputStream in, boolean tty) {
    this.channel = channel;
    this.in = in;
    this.tty = tty;
  }

  /// Opens a connection and upgrades it to a stream.
  static EngineStream open(Engine engine, String path, String body, boolean tty) {
    var request =
        "POST %s HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
    return connect(engine, request.formatted(path, body.length(), body), 101, tty);
  }

  /// Opens a stream that can only be read. Asks by HTTP/1.0, to which the engine answers without
  /// chunks.
  static EngineStream read(Engine engine, String path, boolean tty) {
    return connect(engine, "GET %s HTTP/1.0\r\n\r\n".formatted(path), 200, tty);
  }

  private static EngineStream connect(Engine engine, String request, int expected, boolean tty) {
    try {
      var channel = SocketChannel.open(address(engine.host()));
      try {
        return connect(channel, request, expected, tty);
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException e) {
      throw engine.away(e);
    }
  }

  static SocketAddress address(URI host) {
    return host.getScheme().equals("unix")
        ? UnixDomainSocketAddress.of(host.getPath())
        : new InetSocketAddress(host.getHost(), host.getPort());
  }

  private static EngineStream connect(
      SocketChannel channel, String request, int expected, boolean tty) throws IOException {
    Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.US_ASCII));
    var in = Channels.newInputStream(channel);
    var status = line(in).split(" ", 3);
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      // skips the headers
    }
    var code = status.length > 1 ? Integer.parseInt(status[1]) : EngineFailure.AWAY;
    if (code != expected) {
      var rest = new String(in.readNBytes(BLOCK), StandardCharsets.UTF_8);
      throw new EngineFailure(code, Engine.sentence(rest));
    }
    return new EngineStream(channel, in, tty);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the engine closed the connection");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  /// The program's input; closing it ends the input only.
  public OutputStream in() {
    var out = Channels.newOutputStream(channel);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (channel.isOpen()) {
          channel.shutdownOutput();
        }
      }
    };
  }

  /// Copies the program's outputs until they end.
  public void copy(OutputStream out, OutputStream err) throws IOException {
    demultiplex(in, tty, out, err);
  }

  static void demultiplex(InputStream in, boolean tty, OutputStream out, OutputStream err)
      throws IOException {
    var block = new byte[BLOCK];
    if (tty) {
      for (var read = in.read(block); read >= 0; read = in.read(block)) {
        out.write(block, 0, read);
        out.flush();
      }
      return;
    }
    var pieces = new DataInputStream(in);
    for (var stream = in.read(); stream >= 0; stream = in.read()) {
      pieces.skipNBytes(3);
      var to = stream == ERROR_STREAM ? err : out;
      for (var left = pieces.readInt(); left > 0; ) {
        var read = in.read(block, 0, Math.min(left, BLOCK));
        if (read < 0) {
          throw new EOFException("the engine closed the connection");
        }
        to.write(block, 0, read);
        left -= read;
      }
      to.flush();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
