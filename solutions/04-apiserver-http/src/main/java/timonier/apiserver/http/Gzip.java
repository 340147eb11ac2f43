package timonier.apiserver.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Compresses large answers for clients that allow it, as Kubernetes does.
final class Gzip {

  /// The smallest body that is compressed (Kubernetes: 128 KiB): below it, compression costs more
  /// time than it saves.
  public static final int SMALLEST = 128 << 10;

  private static final int BUFFER = 64 << 10;

  /// Whether to compress a body.
  ///
  /// @param encodings what the client accepts
  /// @param length the length of the body
  public static boolean isWanted(String encodings, long length) {
    return length > SMALLEST && isAllowed(encodings);
  }

  private static boolean isAllowed(String encodings) {
    for (var encoding : encodings.split(",", -1)) {
      var parts = List.of(encoding.replace(" ", "").split(";", -1));
      if (List.of("gzip", "*").contains(parts.getFirst()) && !parts.contains("q=0")) {
        return true;
      }
    }
    return false;
  }

  /// The stream for a body to compress; closing it ends the body.
  public static OutputStream output(HttpServletResponse servlet) throws IOException {
    servlet.setHeader("content-encoding", "gzip");
    servlet.setHeader("vary", "Accept-Encoding");
    return new Fast(servlet.getOutputStream());
  }

  /// Level 1, as in Kubernetes: most of the gain for the least of the work.
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private Gzip() {}
}
