package timonier.apiserver.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timonier.apiserver.streams.ChunkedInput;
import timonier.kit.loop.BlockInput;

/// The head of an answer.
///
/// @param code its status code
/// @param headers its headers, with names as in `Content-Type`; the values of one that is there
///   more than once are on lines of their own
record ResponseHead(int code, Map<String, String> headers) {

  /// The switch from HTTP to another protocol.
  static final int SWITCHING_PROTOCOLS = 101;

  private static final int LONGEST_LINE = 32 << 10;
  private static final int MOST_HEADERS = 200;

  /// Answers of these codes have no body (RFC 9110, section 6.4.1).
  private static final List<Integer> BODILESS = List.of(204, 304);

  /// Reads the head of an answer, past those that only tell of it (RFC 9110, section 15.2).
  ///
  /// @throws IOException if there is none, or it is too long
  static ResponseHead read(InputStream in) throws IOException {
    var head = one(in);
    while (head.code() < 200 && head.code() != SWITCHING_PROTOCOLS) {
      head = one(in);
    }
    return head;
  }

  private static ResponseHead one(InputStream in) throws IOException {
    var first = ChunkedInput.line(in, LONGEST_LINE);
    var words = first.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-9]\\d\\d")) {
      throw new IOException("malformed HTTP response");
    }
    var headers = new LinkedHashMap<String, String>();
    var count = 0;
    for (var line = ChunkedInput.line(in, LONGEST_LINE);
        !line.isEmpty();
        line = ChunkedInput.line(in, LONGEST_LINE)) {
      var colon = line.indexOf(':');
      if (colon < 1 || ++count > MOST_HEADERS) {
        throw new IOException("malformed HTTP response headers");
      }
      headers.merge(
          canonical(line.substring(0, colon)),
          line.substring(colon + 1).strip(),
          (before, next) -> before + "\n" + next);
    }
    return new ResponseHead(Integer.parseInt(words[1]), headers);
  }

  /// `content-TYPE` as `Content-Type`.
  private static String canonical(String name) {
    return Stream.of(name.strip().toLowerCase(Locale.ROOT).split("-", -1))
        .map(word ->
            word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("-"));
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /// Whether a body follows an answer to a request of a method.
  boolean hasBody(String method) {
    return !method.equals("HEAD") && !isBodiless() && length() != 0;
  }

  /// Whether answers of this code never have a body.
  boolean isBodiless() {
    return BODILESS.contains(code);
  }

  private boolean isChunked() {
    return header("Transfer-Encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
  }

  /// How many bytes the body has; -1 if that is not known before its end.
  ///
  /// @throws NumberFormatException if the head names a length that is none
  long length() {
    var length = header("Content-Length").lines().findFirst().orElse("");
    return length.isEmpty() || isChunked() ? -1 : Long.parseUnsignedLong(length);
  }

  /// The body, which fails where it ends too early (RFC 9112, section 6.3).
  InputStream body(InputStream in) {
    return isChunked() ? new ChunkedInput(in) : length() < 0 ? in : new Measured(in, length());
  }

  /// The headers for the client: none that is about this connection, and none that would let pages
  /// from elsewhere read what answers here, as in Kubernetes.
  Map<String, String> passedOn() {
    var hop = HopByHop.names(header("Connection"));
    var passed = new LinkedHashMap<>(headers);
    passed
        .keySet()
        .removeIf(name -> {
          var lower = name.toLowerCase(Locale.ROOT);
          return hop.contains(lower)
              || lower.equals("content-length")
              || lower.startsWith("access-control-allow-");
        });
    return passed;
  }

  /// So many bytes and no more.
  private static final class Measured extends BlockInput {
    private final InputStream in;
    private long left;

    Measured(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      var n = in.read(bytes, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the connection ended in a body");
      }
      left -= n;
      return n;
    }
  }
}
