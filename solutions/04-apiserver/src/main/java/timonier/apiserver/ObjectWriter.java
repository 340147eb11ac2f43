package timonier.apiserver;

import static timonier.apiserver.Attempt.Operation.CREATE;
import static timonier.apiserver.Attempt.Operation.UPDATE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import timonier.apiserver.schema.Decoder;
import timonier.apiserver.validation.Validation;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.ObjectKey;
import timonier.pods.ResourceType;
import timonier.pods.Status;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Answers create, replace and patch: decoding, defaults, admission, validation, then one
/// compare-and-set.
final class ObjectWriter {

  /// How often a patch is tried again when others write the same object meanwhile. Kubernetes tries
  /// five times; more helps nobody, since each try is cheap and the client may try again itself.
  private static final int ATTEMPTS = 16;

  private final EventLoop loop;
  private final Store store;
  private final AdmissionChain admissions;
  private final Ownership ownership;

  ObjectWriter(EventLoop loop, Store store, AdmissionChain admissions, Ownership ownership) {
    this.loop = loop;
    this.store = store;
    this.admissions = admissions;
    this.ownership = ownership;
  }

  /// Makes an object of a document.
  ///
  /// @throws ApiException 409 if there is one already; 400, 403 or 422 if it may not be made so
  Written create(Wanted wanted, ObjectNode document) {
    var type = wanted.type();
    var warnings = new ArrayList<>(decode(wanted, document));
    var key = prepare(wanted, document);
    var object = type.changed(document, ObjectWriter::withoutStatus);
    type.rules().begin(object);
    WriteRules.fill(type, object);
    own(wanted, object);
    var attempt =
        admissions.attempt(CREATE, wanted, key, object, Optional.empty(), wanted.dryRun());
    var written = admissions.carryOut(attempt, () -> create(wanted, attempt));
    return written.warning(warnings);
  }

  private static ObjectNode withoutStatus(ObjectNode object) {
    object.remove("status");
    return object;
  }

  private Written create(Wanted wanted, Attempt attempt) {
    var type = wanted.type();
    var key = attempt.key();
    var object = attempt.object();
    mutate(type, attempt);
    WriteRules.check(wanted, key, object, Optional.empty());
    admissions.validate(attempt);
    var warnings = WriteRules.warnings(wanted, object, Optional.empty());
    if (wanted.dryRun()) {
      if (store.get(type.key(key)).isPresent()) {
        throw ApiException.alreadyExists(type.type(), key.name());
      }
      return new Written(type, object, Optional.empty(), warnings);
    }
    try {
      var entry = store.put(type.key(key), type.encode(object), 0);
      ServedType.version(object, entry.modRevision());
      return new Written(type, object, Optional.of(type.served(entry)), warnings);
    } catch (CompareFailed _) {
      throw ApiException.alreadyExists(type.type(), key.name());
    }
  }

  /// Lets admission change the object. What it leaves out is filled in again.
  private void mutate(ServedType type, Attempt attempt) {
    admissions.mutate(attempt);
    if (attempt.isChanged()) {
      WriteRules.fill(type, attempt.object());
    }
  }

  /// Notes who made the object. Nobody owns the status that it begins with.
  private void own(Wanted wanted, ObjectNode document) {
    var status = document.remove("status");
    ownership.created(wanted, document);
    if (status != null) {
      document.set("status", status);
    }
  }

  /// Checks the form of a document, and removes what its schema does not know.
  static List<String> decode(Wanted wanted, ObjectNode document) {
    expectType(wanted.type().type(), document);
    var type = wanted.type();
    return warnings(wanted, Decoder.prune(type.schema(), type.type().version(), document));
  }

  /// As [#decode], but text need not say anything yet: who owns it is asked first.
  static List<String> decodeUnread(Wanted wanted, ObjectNode document) {
    expectType(wanted.type().type(), document);
    var type = wanted.type();
    return warnings(wanted, Decoder.pruneUnread(type.schema(), type.type().version(), document));
  }

  private static List<String> warnings(Wanted wanted, List<String> unknown) {
    return FieldValidation.of(wanted.request()).warnings(wanted.request(), unknown);
  }

  private static void expectType(ResourceType<?> type, ObjectNode document) {
    expect("apiVersion", type.apiVersion(), document);
    expect("kind", type.kind(), document);
  }

  private static void expect(String field, String value, ObjectNode document) {
    var actual = document.path(field).asText("");
    if (actual.isEmpty()) {
      document.put(field, value);
    } else if (!actual.equals(value)) {
      throw ApiException.badRequest(
          "the %s in the data (%s) does not match the expected %s (%s)"
              .formatted(field, actual, field, value));
    }
  }

  /// Gives a new object its name, identity and birthday.
  private ObjectKey prepare(Wanted wanted, ObjectNode document) {
    var metadata =
        document.path("metadata") instanceof ObjectNode object
            ? object
            : document.putObject("metadata");
    var namespace = wanted.key().namespace();
    var stated = metadata.path("namespace").asText("");
    if (!stated.isEmpty() && !stated.equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    name(wanted, metadata);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    metadata.remove(
        List.of(
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "selfLink"));
    metadata.put("uid", uid()).put("creationTimestamp", now().toString());
    if (wanted.type().rules().hasGenerations()) {
      metadata.put("generation", 1);
    }
    return new ObjectKey(namespace, metadata.path("name").asText(""));
  }

  private void name(Wanted wanted, ObjectNode metadata) {
    if (!metadata.path("name").asText("").isEmpty()) {
      return;
    }
    if (metadata.hasNonNull("generateName")) {
      metadata.put("name", GeneratedName.of(metadata.get("generateName").asText(), loop.random()));
    } else if (wanted.type().rules().isNamedByServer()) {
      metadata.put("name", uid());
    }
  }

  private Instant now() {
    return loop.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private String uid() {
    var most = loop.random().nextLong() & ~0xF000L | 0x4000L;
    var least = loop.random().nextLong() & ~(3L << 62) | 1L << 63;
    return new UUID(most, least).toString();
  }

  /// Replaces an object, or its status, by a document.
  Written replace(Wanted wanted, ObjectNode document) {
    var warnings = decode(wanted, document);
    expectName(wanted, document);
    var uid = document.path("metadata").path("uid").asText("");
    return update(
            wanted,
            old -> {
              expectIdentity(wanted, old, uid);
              return document;
            })
        .warning(warnings);
  }

  private static void expectName(Wanted wanted, ObjectNode document) {
    var metadata = document.path("metadata");
    var name = metadata.path("name").asText("");
    if (!name.equals(wanted.key().name())) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, wanted.key().name()));
    }
    var namespace = metadata.path("namespace").asText("");
    if (!wanted.key().namespace().isEmpty()
        && !namespace.isEmpty()
        && !namespace.equals(wanted.key().namespace())) {
      throw ApiException.badRequest(
          "the namespace of the object (%s) does not match the namespace on the URL (%s)"
              .formatted(namespace, wanted.key().namespace()));
    }
  }

  private static void expectIdentity(Wanted wanted, ObjectNode old, String uid) {
    var actual = old.path("metadata").path("uid").asText();
    if (!uid.isEmpty() && !uid.equals(actual)) {
      throw ApiException.conflict(
          wanted.type().type(),
          wanted.key().name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, actual));
    }
  }

  /// Changes an object.
  ///
  /// @param patch makes the new object from a copy of the old one
  Written patch(Wanted wanted, UnaryOperator<ObjectNode> patch) {
    var warnings = new ArrayList<String>();
    var updated =
        update(
            wanted,
            current -> {
              var patched = patch.apply(current.deepCopy());
              warnings.clear();
              warnings.addAll(decodePatched(wanted, patched));
              expectName(wanted, patched);
              return patched;
            });
    return updated.warning(warnings);
  }

  /// What a patch made of an object must still be one.
  private static List<String> decodePatched(Wanted wanted, ObjectNode patched) {
    try {
      return decode(wanted, patched);
    } catch (ApiException unreadable) {
      var why =
          "Invalid value: %s: %s"
              .formatted(
                  JsonNodeFactory.instance.textNode(patched.toString()), unreadable.getMessage());
      throw Validation.unnamed(new Status.Cause("FieldValueInvalid", why, "patch"));
    }
  }

  /// Reads, changes and writes an object until nobody else wrote in between. A change that names a
  /// resourceVersion is tried once.
  ///
  /// @param change makes the new object of the old one, which it leaves as it is
  private Written update(Wanted wanted, UnaryOperator<ObjectNode> change) {
    var type = wanted.type();
    for (var attempt = 1; ; attempt++) {
      var entry =
          store
              .get(type.key(wanted.key()))
              .map(type::served)
              .orElseThrow(() -> ApiException.notFound(type.type(), wanted.key().name()));
      var old = type.tree(entry);
      var updated = change.apply(old);
      var version = updated.path("metadata").path("resourceVersion").asText("");
      if (!version.isEmpty() && !version.equals(Long.toString(entry.modRevision()))) {
        throw modified(wanted);
      }
      try {
        return write(wanted, entry, old, updated);
      } catch (CompareFailed _) {
        if (attempt == ATTEMPTS) {
          throw modified(wanted);
        }
      }
    }
  }

  static ApiException modified(Wanted wanted) {
    return ApiException.conflict(
        wanted.type().type(),
        wanted.key().name(),
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  private Written write(Wanted wanted, Entry entry, ObjectNode old, ObjectNode updated) {
    var type = wanted.type();
    var result = UpdatedObject.of(wanted, old, updated);
    WriteRules.fill(type, result);
    type.rules().follow(old, result);
    ownership.updated(wanted, old, result);
    var attempt =
        admissions.attempt(UPDATE, wanted, wanted.key(), result, Optional.of(old), wanted.dryRun());
    return admissions.carryOut(attempt, () -> write(wanted, entry, old, attempt));
  }

  private Written write(Wanted wanted, Entry entry, ObjectNode old, Attempt attempt) {
    var type = wanted.type();
    var result = attempt.object();
    mutate(type, attempt);
    if (wanted.slice().counts() && type.rules().counts(old, result)) {
      var generation = old.path("metadata").path("generation").asLong() + 1;
      ((ObjectNode) result.path("metadata")).put("generation", generation);
    }
    ServedType.version(result, entry.modRevision());
    var isChanged = !result.equals(old);
    if (isChanged) {
      WriteRules.check(wanted, wanted.key(), result, Optional.of(old));
    }
    admissions.validate(attempt);
    var warnings = WriteRules.warnings(wanted, result, Optional.of(old));
    if (!isChanged) {
      return new Written(type, old, Optional.of(entry), warnings);
    }
    if (wanted.dryRun()) {
      return new Written(type, result, Optional.empty(), warnings);
    }
    return new Written(type, result, store(type, entry, result), warnings);
  }

  /// Stores a changed object, or removes it if that is all that was waited for.
  ///
  /// @return how the store holds it; empty if it is gone
  private Optional<Entry> store(ServedType type, Entry entry, ObjectNode result) {
    if (Deletion.isOver(result)) {
      admissions.removing(type.type(), result);
      store.delete(entry.key(), entry.modRevision());
      admissions.removed(type.type(), result);
      return Optional.empty();
    }
    var written = store.put(entry.key(), type.encode(result), entry.modRevision());
    ServedType.version(result, written.modRevision());
    return Optional.of(type.served(written));
  }
}
