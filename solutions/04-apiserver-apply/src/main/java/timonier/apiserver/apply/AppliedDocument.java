package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;

/// Whether a document can be applied.
public final class AppliedDocument {

  /// Checks what a document says of itself, and gives it its name.
  ///
  /// @param key the name under which it is applied
  /// @throws ApiException 400 if it is another object's
  public static void check(ResourceType<?> type, ObjectKey key, ObjectNode document) {
    var version = document.path("apiVersion").asText("");
    if (!version.equals(type.apiVersion())) {
      throw ApiException.badRequest(
          "Incorrect version specified in apply patch. Specified patch version: %s, expected: %s"
              .formatted(version, type.apiVersion()));
    }
    if (document.hasNonNull("metadata") && !document.get("metadata").isObject()) {
      throw ApiException.badRequest("metadata is not an object, but " + document.get("metadata"));
    }
    var metadata = document.withObject("/metadata");
    if (metadata.has("managedFields")) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    var stated = metadata.path("name").asText(key.name());
    if (!stated.equals(key.name())) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(stated, key.name()));
    }
    if (!metadata.path("namespace").asText(key.namespace()).equals(key.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.put("name", key.name());
  }

  /// Refuses fields that the schema does not know: nobody could own them.
  public static void requireKnown(List<String> warnings) {
    if (!warnings.isEmpty()) {
      throw ApiException.badRequest("failed to create typed patch object: " + warnings.getFirst());
    }
  }

  /// Leaves only the part of the document that a request may write.
  public static void restrict(ResourceType<?> type, String subresource, ObjectNode document) {
    if (subresource.equals("status")) {
      var name = document.path("metadata").path("name");
      document.retain("apiVersion", "kind", "status");
      document.putObject("metadata").set("name", name);
    } else if (type.subresources().contains("status")) {
      document.remove("status");
    }
  }

  /// Refuses to make an object that is meant to be there already.
  ///
  /// @throws ApiException 409 if the document names an identity
  public static void checkNew(ResourceType<?> type, ObjectKey key, ObjectNode document) {
    var uid = document.path("metadata").path("uid").asText("");
    if (!uid.isEmpty()) {
      throw ApiException.conflict(
          type,
          key.name(),
          "uid mismatch: the provided object specified uid %s, and no existing object was found"
              .formatted(uid));
    }
  }

  private AppliedDocument() {}
}
