package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.validation.ObjectWarnings;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Status;

/// Applies defaults and validation to an object before it is stored, by the tables and by the rules
/// of its kind.
final class WriteRules {

  /// Fills in what the object leaves out.
  static void fill(ServedType type, ObjectNode object) {
    Defaults.apply(type.schema(), object);
    type.own().forEach(rules -> rules.fill(object));
    GoForm.apply(type.schema(), object);
  }

  /// Refuses an object that is not valid.
  ///
  /// @throws timonier.pods.objects.ApiException 422 with everything that is wrong
  static void check(Wanted wanted, ObjectKey key, ObjectNode object, Optional<ObjectNode> old) {
    var type = wanted.type();
    var causes =
        new ArrayList<Status.Cause>(
            old.isEmpty()
                ? Validation.created(type.rules(), type.schema(), object)
                : Validation.updated(
                    type.rules(), type.schema(), object, old.get(), wanted.subresource()));
    type.own().forEach(rules -> causes.addAll(rules.errors(object, old)));
    if (!causes.isEmpty()) {
      throw Validation.invalid(type.type(), key.name(), causes);
    }
  }

  /// Warnings about a valid object. There are none about a subresource, such as the status.
  static List<String> warnings(Wanted wanted, ObjectNode object, Optional<ObjectNode> old) {
    return wanted.subresource().isEmpty()
        ? ObjectWarnings.of(wanted.type().rules(), object, old)
        : List.of();
  }

  private WriteRules() {}
}
