package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import timonier.apiserver.schema.TextBody;
import timonier.pods.ApiException;
import timonier.pods.Status;

/// Reads what requests carry.
final class Requests {

  /// A number in a query.
  ///
  /// @throws ApiException 400 if it is none
  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw ApiException.badRequest("\"" + text + "\" is not a number");
    }
  }

  /// A resourceVersion in a query.
  static long revision(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      throw ApiException.badRequest("Invalid value: \"" + text + "\": not a resourceVersion");
    }
  }

  /// 504: nobody has written that revision yet.
  static ApiException tooNew(long wanted, long current) {
    return new ApiException(
        Status.failure(
            504,
            "Timeout",
            "Too large resource version: %d, current: %d".formatted(wanted, current)));
  }

  /// The document in a body: JSON or YAML.
  ///
  /// @throws ApiException 400 or 415 if it cannot be read
  static ObjectNode document(ApiRequest request) {
    return TextBody.object(
        switch (request.contentType()) {
          case "", "application/json" -> TextBody.json(request.body());
          case "application/yaml", "application/apply-patch+yaml" -> TextBody.yaml(request.body());
          default -> throw unsupported(request.contentType());
        });
  }

  /// 415: no such media type here.
  static ApiException unsupported(String mediaType) {
    return new ApiException(
        Status.failure(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include:"
                + " application/json, application/yaml, application/vnd.kubernetes.protobuf (got "
                + mediaType
                + ")"));
  }

  /// Whether nothing may really be written.
  static boolean isDryRun(ApiRequest request) {
    var wanted = request.parameter("dryRun");
    if (wanted.isPresent() && !wanted.get().equals("All")) {
      throw new ApiException(
          Status.failure(
              422, "Invalid", "dryRun: Unsupported value: \"%s\"".formatted(wanted.get())));
    }
    return wanted.isPresent();
  }

  /// Reads a stream; used where a body arrives over HTTP.
  static byte[] limited(java.io.InputStream in, int limit) throws IOException {
    var bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new ApiException(
          Status.failure(
              413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit));
    }
    return bytes;
  }

  private Requests() {}
}
