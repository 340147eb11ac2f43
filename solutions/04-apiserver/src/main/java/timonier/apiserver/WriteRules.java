package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.validation.ObjectWarnings;
import timonier.apiserver.validation.Validation;
import timonier.kit.loop.EventLoop;
import timonier.pods.ObjectKey;
import timonier.pods.Part;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.store.Store;

/// What happens to every object before it is stored: defaults, then admission, then validation, by
/// the schema and by whatever the parts bring.
final class WriteRules {

  private final EventLoop loop;
  private final Store store;
  private final List<Admission> admissions;

  WriteRules(EventLoop loop, Store store, List<Part> parts) {
    this.loop = loop;
    this.store = store;
    this.admissions = Part.extensions(parts, Admission.class);
  }

  /// Fills in what the object leaves out.
  void fill(ServedType type, ObjectNode object) {
    Defaults.apply(type.schema(), object);
    type.own().forEach(rules -> rules.fill(object));
    GoForm.apply(type.schema(), object);
  }

  /// Lets everybody have a say in a write.
  void admit(Wanted wanted, ObjectKey key, ObjectNode object, Optional<ObjectNode> old) {
    if (admissions.isEmpty()) {
      return;
    }
    var write =
        new Admission.Write(
            wanted.type().type(),
            key,
            wanted.subresource(),
            object,
            old,
            wanted.request().user(),
            wanted.dryRun(),
            store,
            loop);
    admissions.forEach(admission -> admission.admit(write));
  }

  /// Refuses an object that is not valid.
  ///
  /// @throws timonier.pods.ApiException 422 with everything that is wrong
  void check(Wanted wanted, ObjectKey key, ObjectNode object, Optional<ObjectNode> old) {
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

  /// What the author of a valid object should know all the same. Of a part that has a path of its
  /// own, such as the status, nothing is said.
  List<String> warnings(Wanted wanted, ObjectNode object, Optional<ObjectNode> old) {
    return wanted.subresource().isEmpty()
        ? ObjectWarnings.of(wanted.type().rules(), object, old)
        : List.of();
  }

  /// Lets everybody have a say in a deletion.
  void delete(Wanted wanted, ObjectNode object) {
    var type = wanted.type().type();
    var user = wanted.request().user();
    admissions.forEach(admission -> admission.delete(type, wanted.key(), object, user));
  }

  /// Tells everybody that an object is about to go for good.
  void removing(ResourceType<?> type, ObjectNode object) {
    admissions.forEach(admission -> admission.removing(type, object, store));
  }

  /// Tells everybody that an object is gone for good.
  void removed(ResourceType<?> type, ObjectNode object) {
    admissions.forEach(admission -> admission.removed(type, object, store));
  }
}
