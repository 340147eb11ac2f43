package timonier.apiserver.streams;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The beginning of an HTTP answer.
///
/// @param code its status code
/// @param length how many bytes follow; 0 if that is not said
record HttpHead(int code, int length) {

  private static final int LONGEST = 16 << 10;

  /// Reads up to the empty line that ends it.
  static HttpHead read(InputStream in) throws IOException {
    var lines = text(in).split("\r\n");
    var status = lines[0].split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
      throw new IOException("not an answer: " + lines[0]);
    }
    var length = 0;
    for (var line : lines) {
      var colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals("content-length")) {
        length = Math.min(LONGEST, Integer.parseInt(line.substring(colon + 1).strip()));
      }
    }
    return new HttpHead(Integer.parseInt(status[1]), length);
  }

  private static String text(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n", text.length() - 4) < 0) {
      text.append(ChunkedInput.line(in, LONGEST)).append("\r\n");
      if (text.length() > LONGEST) {
        throw new IOException("an answer with too many headers");
      }
      if (text.length() == 2) {
        throw new EOFException("an answer without a beginning");
      }
    }
    return new String(
        text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
