package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.apiserver.ObjectWriter.Wanted;
import timonier.apiserver.ObjectWriter.Written;
import timonier.pods.ApiException;

/// Answers server-side apply: a client says all that it wants of an object; the server makes the
/// object or merges this into it, takes out what the same client wanted before and no longer does,
/// and refuses to overwrite what others wrote (Kubernetes, "Server-Side Apply").
final class ServerSideApply {

  /// The longest name of a field manager.
  private static final int LONGEST_MANAGER = 128;

  private final ObjectWriter writer;
  private final Ownership ownership;

  ServerSideApply(ObjectWriter writer, Ownership ownership) {
    this.writer = writer;
    this.ownership = ownership;
  }

  /// Whether a request is one.
  static boolean isAsked(ApiRequest request) {
    return request.method().equals("PATCH")
        && request.contentType().equals("application/apply-patch+yaml");
  }

  /// What came of an apply.
  ///
  /// @param code 201 if the object was made, else 200
  record Applied(int code, Written written) {}

  /// Applies the document in a request.
  ///
  /// @param beforeCreation refuses if the object is missing and may not be made
  /// @throws ApiException 409 if others own fields that would change; 422 without a field manager
  Applied apply(Wanted wanted, Runnable beforeCreation) {
    var document = document(wanted);
    try {
      return merge(wanted, document);
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound") || !wanted.subresource().isEmpty()) {
        throw refusal;
      }
    }
    beforeCreation.run();
    var uid = document.path("metadata").path("uid").asText("");
    if (!uid.isEmpty()) {
      throw ApiException.conflict(
          wanted.type().type(),
          wanted.key().name(),
          "uid mismatch: the provided object specified uid %s, and no existing object was found"
              .formatted(uid));
    }
    try {
      var nothing = JsonNodeFactory.instance.objectNode();
      var whole = ownership.applied(wanted, nothing, document);
      return new Applied(201, writer.create(wanted, whole));
    } catch (ApiException refusal) {
      if (!refusal.is("AlreadyExists")) {
        throw refusal;
      }
      return merge(wanted, document);
    }
  }

  private Applied merge(Wanted wanted, ObjectNode document) {
    return new Applied(
        200, writer.patch(wanted, live -> ownership.applied(wanted, live, document)));
  }

  private static ObjectNode document(Wanted wanted) {
    requireManager(wanted.request());
    var document = Requests.applied(wanted.request());
    var type = wanted.type().type();
    var version = document.path("apiVersion").asText("");
    if (!version.equals(type.apiVersion())) {
      throw ApiException.badRequest(
          "Incorrect version specified in apply patch. Specified patch version: %s, expected: %s"
              .formatted(version, type.apiVersion()));
    }
    var unknown = ObjectWriter.decode(wanted, document);
    if (FieldValidation.of(wanted.request()) != FieldValidation.IGNORE && !unknown.isEmpty()) {
      throw ApiException.badRequest("failed to create typed patch object: " + unknown.getFirst());
    }
    name(wanted, document);
    restrict(wanted, document);
    return document;
  }

  /// 422: an apply has to say by whom.
  private static void requireManager(ApiRequest request) {
    var manager = request.parameter("fieldManager").orElse("");
    if (manager.isEmpty()) {
      throw Requests.invalid(
          "PatchOptions", "fieldManager", "Required value: is required for apply patch");
    }
    if (manager.length() > LONGEST_MANAGER) {
      throw Requests.invalid(
          "PatchOptions", "fieldManager", "Too long: may not be more than 128 bytes");
    }
  }

  private static void name(Wanted wanted, ObjectNode document) {
    var metadata = document.withObject("/metadata");
    if (metadata.has("managedFields")) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    var key = wanted.key();
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

  /// Leaves only the part of the document that the request may write.
  private static void restrict(Wanted wanted, ObjectNode document) {
    if (wanted.subresource().equals("status")) {
      var metadata = document.path("metadata");
      document.retain("apiVersion", "kind", "status");
      document.putObject("metadata").set("name", metadata.path("name"));
      return;
    }
    if (wanted.type().type().subresources().contains("status")) {
      document.remove("status");
    }
  }
}
