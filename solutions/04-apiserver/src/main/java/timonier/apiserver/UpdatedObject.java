package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.Status;

/// What an update leaves of an object, and what it changes.
final class UpdatedObject {

  /// The object as an update makes it: who it is stays, and where only a part of it is written, the
  /// rest.
  ///
  /// @param updated the object that the client wants; it may be changed
  /// @throws timonier.pods.objects.ApiException 422 if it would become another object
  static ObjectNode of(Wanted wanted, ObjectNode old, ObjectNode updated) {
    keepIdentity(wanted, old, updated);
    var type = wanted.type();
    var merge = wanted.slice().merge();
    return type.codec().changed(updated, part -> merge.apply(type.codec().storedForm(old), part));
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
      Slice.copy(field, before, after);
    }
  }

  private UpdatedObject() {}
}
