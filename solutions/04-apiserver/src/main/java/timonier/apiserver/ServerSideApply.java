package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.apiserver.apply.AppliedDocument;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.schema.Options;
import timonier.apiserver.schema.TextBody;
import timonier.pods.objects.ApiException;

/// Answers server-side apply. A client sends every field that it wants; the server creates the
/// object or merges the fields into it, removes those that the same client wanted before and no
/// longer does, and refuses to overwrite what others wrote (Kubernetes, "Server-Side Apply").
final class ServerSideApply {

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

  /// The result of an apply.
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
    AppliedDocument.checkNew(wanted.type().type(), wanted.key(), document);
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
    var request = wanted.request();
    Options.checkManager(request.parameter("fieldManager").orElse(""));
    var document = TextBody.object(TextBody.yaml(request.body()));
    var type = wanted.type().type();
    AppliedDocument.check(type, wanted.key(), document);
    AppliedDocument.requireKnown(DecodedDocument.unread(wanted, document).warnings());
    AppliedDocument.restrict(type, wanted.subresource(), document);
    return document;
  }
}
