package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.ObjectWriter.Wanted;
import timonier.apiserver.validation.Validation;
import timonier.pods.Status;

/// What an update leaves of an object, and what it changes.
final class UpdatedObject {

  /// The object as an update makes it: who it is stays, and where only a part of it is written, the
  /// rest.
  ///
  /// @param updated the object that the client wants; it may be changed
  /// @throws timonier.pods.ApiException 422 if it is to be another one
  static ObjectNode of(Wanted wanted, ObjectNode old, ObjectNode updated) {
    keepIdentity(wanted, old, updated);
    return wanted.subresource().isEmpty()
        ? whole(wanted.type(), old, updated)
        : part(wanted, old, updated);
  }

  /// What no update may change.
  private static void keepIdentity(Wanted wanted, ObjectNode old, ObjectNode updated) {
    var before = (ObjectNode) old.path("metadata");
    var after =
        updated.path("metadata") instanceof ObjectNode object
            ? object
            : updated.putObject("metadata");
    var uid = after.path("uid").asText("");
    if (!uid.isEmpty() && !uid.equals(before.path("uid").asText())) {
      var why = "Invalid value: \"" + uid + "\": field is immutable";
      throw Validation.invalid(
          wanted.type().type(),
          wanted.key().name(),
          List.of(new Status.Cause("FieldValueInvalid", why, "metadata.uid")));
    }
    for (var field :
        List.of(
            "name",
            "generateName",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation")) {
      copy(field, before, after);
    }
  }

  private static void copy(String field, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value);
    }
  }

  /// The object with everything but its status as updated, where the status has a path of its own.
  private static ObjectNode whole(ServedType type, ObjectNode old, ObjectNode updated) {
    if (type.type().subresources().contains("status")) {
      copy("status", old, updated);
    }
    return updated;
  }

  /// The object with only the part that was written as updated. Whoever writes the status may leave
  /// notes beside it.
  private static ObjectNode part(Wanted wanted, ObjectNode old, ObjectNode updated) {
    var result = old.deepCopy();
    if (wanted.subresource().equals("status")) {
      copy("status", updated, result);
      for (var note : List.of("labels", "annotations", "finalizers")) {
        copy(note, (ObjectNode) updated.path("metadata"), (ObjectNode) result.path("metadata"));
      }
      return result;
    }
    if (wanted.subresource().equals("ephemeralcontainers")) {
      copy("ephemeralContainers", updated.withObject("/spec"), (ObjectNode) result.path("spec"));
      return result;
    }
    return updated;
  }

  private UpdatedObject() {}
}
