package timonier.apiserver.patches;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Options;
import timonier.apiserver.schema.TextBody;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// Reads the patch in a request: what makes a new object of an old one.
public final class Patches {

  /// The patch of an object. A strategic merge patch may say what kind of object it means, but the
  /// type of the request is what counts.
  ///
  /// @throws ApiException 415 if it is none of the three formats
  public static UnaryOperator<ObjectNode> of(
      ApiRequest request, ResourceType<?> type, Struct schema) {
    if (request.parameter("force").isPresent()) {
      throw Options.invalid(
          "PatchOptions", "force", "Forbidden: may not be specified for non-apply patch");
    }
    if (!request.contentType().equals("application/strategic-merge-patch+json")) {
      return ofPlain(request);
    }
    var patch = TextBody.object(TextBody.json(request.body()));
    return object ->
        StrategicMerge.apply(schema, object, patch)
            .put("apiVersion", type.apiVersion())
            .put("kind", type.kind());
  }

  /// The patch of something without a schema here, as of a `Scale`.
  public static UnaryOperator<ObjectNode> ofPlain(ApiRequest request) {
    var type = request.contentType();
    return switch (type) {
      case "application/json-patch+json" -> {
        var patch = TextBody.json(request.body());
        yield object -> TextBody.object(JsonPatch.apply(object, patch));
      }
      case "application/merge-patch+json", "application/strategic-merge-patch+json" -> {
        var patch = TextBody.object(TextBody.json(request.body()));
        yield object -> TextBody.object(MergePatch.apply(object, patch));
      }
      default ->
          throw unsupported(
              "the body of the request was in an unknown format - accepted media types include:"
                  + " application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json, application/apply-patch+yaml");
    };
  }

  private static ApiException unsupported(String why) {
    return new ApiException(Status.failure(415, "UnsupportedMediaType", why));
  }

  private Patches() {}
}
