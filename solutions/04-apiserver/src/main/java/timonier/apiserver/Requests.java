package timonier.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
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
    var tree =
        switch (request.contentType()) {
          case "", "application/json" -> json(request.body());
          case "application/yaml" -> yaml(request.body());
          default -> throw unsupported(request.contentType());
        };
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the body is not an object");
  }

  /// The document that a client applies: YAML, of which JSON is a part.
  ///
  /// @throws ApiException 400 if it cannot be read
  static ObjectNode applied(ApiRequest request) {
    var body = request.body();
    if ((body.length > 0 && body[0] == '{' ? json(body) : yaml(body)) instanceof ObjectNode tree) {
      return tree;
    }
    throw ApiException.badRequest("the body is not an object");
  }

  /// JSON.
  ///
  /// @throws ApiException 400 if it is none
  static JsonNode json(byte[] body) {
    try {
      return JsonFormat.parse(body);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("the object provided is unrecognized: " + e.getMessage());
    }
  }

  private static JsonNode yaml(byte[] body) {
    try {
      return new YAMLMapper().readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("error converting YAML to JSON: " + e.getOriginalMessage());
    }
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

  /// 422: the options of a request make no sense.
  ///
  /// @param kind the options, as in `PatchOptions`
  static ApiException invalid(String kind, String field, String why) {
    var cause = new Status.Cause("FieldValueInvalid", why, field);
    var details = new Status.Details("", "meta.k8s.io", kind, "", List.of(cause), Optional.empty());
    var message = "%s.meta.k8s.io \"\" is invalid: %s: %s".formatted(kind, field, why);
    return new ApiException(new Status("Failure", message, "Invalid", Optional.of(details), 422));
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
