package timonier.apiserver.requests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.schema.Options;
import timonier.apiserver.schema.ProtobufBody;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.schema.TextBody;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// Reads parameters and bodies of requests.
public final class Requests {

  /// A resourceVersion in a query.
  public static long revision(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      throw ApiException.badRequest("Invalid value: \"" + text + "\": not a resourceVersion");
    }
  }

  /// 504: the store has not reached that revision yet. Clients tell it from other timeouts by its
  /// cause, and then ask for no revision in particular.
  public static ApiException tooNew(long wanted, long current) {
    var cause = new Status.Cause("ResourceVersionTooLarge", "Too large resource version", "");
    var details = new Status.Details("", "", "", "", List.of(cause), Optional.of(1));
    var message = "Too large resource version: %d, current: %d".formatted(wanted, current);
    return new ApiException(new Status("Failure", message, "Timeout", Optional.of(details), 504));
  }

  /// The document in a body: JSON, YAML, or protobuf as client-go writes it.
  ///
  /// @param schemas name the fields of protobuf messages
  /// @throws ApiException 400 or 415 if it cannot be read
  public static ObjectNode document(ApiRequest request, Schemas schemas) {
    var body = request.body();
    return switch (request.contentType()) {
      case "", "application/json" -> TextBody.object(TextBody.json(body));
      case "application/yaml", "application/apply-patch+yaml" ->
          TextBody.object(TextBody.yaml(body));
      case ProtobufBody.MEDIA_TYPE -> ProtobufBody.read(body, schemas);
      default -> throw unsupported(request.contentType());
    };
  }

  /// 415: no such media type here.
  private static ApiException unsupported(String mediaType) {
    return new ApiException(
        Status.failure(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include:"
                + " application/json, application/yaml, application/vnd.kubernetes.protobuf (got "
                + mediaType
                + ")"));
  }

  /// Whether the request is a dry run, so that nothing may be written.
  public static boolean isDryRun(ApiRequest request) {
    var wanted = request.parameter("dryRun");
    wanted
        .filter(value -> !value.equals("All"))
        .ifPresent(value ->
            Options.require(
                options(request), List.of(Options.unsupported("dryRun", value, "\"All\""))));
    return wanted.isPresent();
  }

  /// The kind of a request's options.
  private static String options(ApiRequest request) {
    return switch (request.method()) {
      case "POST" -> "CreateOptions";
      case "PUT" -> "UpdateOptions";
      case "PATCH" -> "PatchOptions";
      default -> "DeleteOptions";
    };
  }

  private Requests() {}
}
