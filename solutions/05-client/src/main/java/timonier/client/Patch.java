package timonier.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;

/// A change of an object: only the fields that change.
///
/// @param contentType the media type
/// @param body the change
/// @param subresource the subresource to write; empty for the object itself
public record Patch(String contentType, ObjectNode body, String subresource) {

  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  /// A merge patch (RFC 7386).
  public static Patch merge(ObjectNode body) {
    return new Patch(MERGE, body, "");
  }

  /// A strategic merge patch, which merges lists by key.
  public static Patch strategic(ObjectNode body) {
    return new Patch(STRATEGIC, body, "");
  }

  /// Returns the merge patch that turns one record into another, without the fields that are equal.
  public static Patch between(Object before, Object after) {
    return merge(difference(JsonFormat.tree(before), JsonFormat.tree(after)));
  }

  private static ObjectNode difference(JsonNode before, JsonNode after) {
    var difference = JsonNodeFactory.instance.objectNode();
    for (var field : before.properties()) {
      if (!after.has(field.getKey())) {
        difference.putNull(field.getKey());
      }
    }
    for (var field : after.properties()) {
      var old = before.path(field.getKey());
      if (old.isObject() && field.getValue().isObject()) {
        var below = difference(old, field.getValue());
        if (!below.isEmpty()) {
          difference.set(field.getKey(), below);
        }
      } else if (!field.getValue().equals(old)) {
        difference.set(field.getKey(), field.getValue());
      }
    }
    return difference;
  }

  /// Returns the merge patch that turns one status into another.
  public static Patch status(Object before, Object after) {
    var body = JsonNodeFactory.instance.objectNode();
    body.set("status", difference(JsonFormat.tree(before), JsonFormat.tree(after)));
    return merge(body).to("status");
  }

  /// The same patch of a subresource.
  public Patch to(String subresource) {
    return new Patch(contentType, body, subresource);
  }

  /// Whether there is nothing to change.
  public boolean isEmpty() {
    return body.isEmpty()
        || (body.size() == 1 && body.path("status").isObject() && body.path("status").isEmpty());
  }

  /// The same patch, refused if the object is at another version.
  public Patch ifVersion(String resourceVersion) {
    return with("resourceVersion", resourceVersion);
  }

  /// The same patch, refused if the object has another identity.
  public Patch ifUid(String uid) {
    return with("uid", uid);
  }

  /// The same patch, refused if the object was replaced or written since it was read.
  public Patch ifUnchanged(KubernetesObject object) {
    var metadata = object.metadata();
    return ifUid(metadata.uid()).ifVersion(metadata.resourceVersion());
  }

  private Patch with(String field, String value) {
    var changed = body.deepCopy();
    changed.withObject("/metadata").put(field, value);
    return new Patch(contentType, changed, subresource);
  }
}
