package timonier.apiserver.streams.spdy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The header blocks of one SPDY connection. Each direction is one compressed stream, and every
/// block is a piece of it, so blocks must be read and written in their order.
final class SpdyHeaders implements AutoCloseable {

  /// What a block may hold, so that a small one cannot fill the memory.
  private static final int LONGEST = 64 << 10;

  private final byte[] dictionary = SpdyDictionary.bytes();
  private final Inflater inflater = new Inflater();
  private final Deflater deflater = new Deflater();

  SpdyHeaders() {
    deflater.setDictionary(dictionary);
  }

  /// Reads a block; names are in lower case.
  Map<String, String> read(byte[] block) throws IOException {
    var text = ByteBuffer.wrap(inflate(block));
    try {
      var headers = new LinkedHashMap<String, String>();
      for (var left = text.getInt(); left > 0; left--) {
        var name = string(text).toLowerCase(Locale.ROOT);
        headers.put(name, string(text));
      }
      return headers;
    } catch (BufferUnderflowException e) {
      throw new IOException("a header block that ends too early", e);
    }
  }

  private static String string(ByteBuffer text) throws IOException {
    var length = text.getInt();
    if (length < 0 || length > text.remaining()) {
      throw new IOException("a header of " + length + " bytes");
    }
    var bytes = new byte[length];
    text.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] inflate(byte[] block) throws IOException {
    var text = new ByteArrayOutputStream();
    var piece = new byte[4096];
    inflater.setInput(block);
    try {
      while (true) {
        var n = inflater.inflate(piece);
        text.write(piece, 0, n);
        if (text.size() > LONGEST) {
          throw new IOException("a header block of more than " + LONGEST + " bytes");
        }
        if (inflater.needsDictionary()) {
          inflater.setDictionary(dictionary);
        } else if (n == 0) {
          return text.toByteArray();
        }
      }
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new IOException("a header block that cannot be read", e);
    }
  }

  /// Writes a block.
  byte[] write(Map<String, String> headers) {
    var text = new ByteArrayOutputStream();
    number(text, headers.size());
    headers.forEach((name, value) -> {
      string(text, name);
      string(text, value);
    });
    deflater.setInput(text.toByteArray());
    var block = new ByteArrayOutputStream();
    var piece = new byte[4096];
    for (var n = piece.length; n == piece.length; ) {
      n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      block.write(piece, 0, n);
    }
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream text, String string) {
    var bytes = string.getBytes(StandardCharsets.UTF_8);
    number(text, bytes.length);
    text.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream text, int number) {
    text.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  @Override
  public void close() {
    inflater.end();
    deflater.end();
  }
}
