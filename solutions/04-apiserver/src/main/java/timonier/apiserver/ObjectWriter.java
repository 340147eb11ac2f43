package timonier.apiserver;

import static timonier.apiserver.extensions.Attempt.Operation.CREATE;
import static timonier.apiserver.extensions.Attempt.Operation.UPDATE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import timonier.apiserver.extensions.AdmissionChain;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.storage.GeneratedName;
import timonier.apiserver.storage.StorageCodec;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Answers create, replace and patch: decoding, defaults, admission, validation, then one
/// compare-and-set.
final class ObjectWriter {

  /// How often a patch is tried again when others write the same object meanwhile. Kubernetes tries
  /// five times. A try is cheap, and clients may try again themselves.
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
    var decoded = DecodedDocument.of(wanted, document);
    var key = prepare(wanted, document);
    var object = type.codec().changed(document, type.rules()::withoutStatus);
    type.rules().begin(object);
    WriteRules.fill(type, object);
    own(wanted, object);
    var attempt =
        wanted.attempt(admissions, CREATE, key, object, Optional.empty(), wanted.dryRun());
    var written = admissions.carryOut(attempt, () -> create(wanted, attempt));
    return written.warning(decoded.warnings());
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
      if (store.get(type.codec().key(key)).isPresent()) {
        throw ApiException.alreadyExists(type.type(), key.name());
      }
      return new Written(type, object, Optional.empty(), warnings);
    }
    try {
      var entry = store.put(type.codec().key(key), type.codec().encode(object), 0);
      StorageCodec.version(object, entry.modRevision());
      return new Written(type, object, Optional.of(type.codec().served(entry)), warnings);
    } catch (CompareFailed _) {
      throw ApiException.alreadyExists(type.type(), key.name());
    }
  }

  /// Lets admission change the object, then fills in defaults again.
  private void mutate(ServedType type, Attempt attempt) {
    admissions.mutate(attempt);
    if (attempt.isChanged()) {
      WriteRules.fill(type, attempt.object());
    }
  }

  /// Records who created the object. The initial status has no owner.
  private void own(Wanted wanted, ObjectNode document) {
    var status = document.remove("status");
    ownership.created(wanted, document);
    if (status != null) {
      document.set("status", status);
    }
  }

  /// Gives a new object its name, UID and time of creation.
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
    var decoded = DecodedDocument.of(wanted, document);
    expectName(wanted, document);
    var uid = document.path("metadata").path("uid").asText("");
    return update(
            wanted,
            old -> {
              expectIdentity(wanted, old, uid);
              return decoded.object();
            })
        .warning(decoded.warnings());
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
              warnings.addAll(DecodedDocument.patched(wanted, patched).warnings());
              expectName(wanted, patched);
              return patched;
            });
    return updated.warning(warnings);
  }

  /// Reads, changes and writes an object, again if others wrote in between. A change that names a
  /// resourceVersion is tried once.
  ///
  /// @param change makes the new object of the old one, which it leaves as it is
  private Written update(Wanted wanted, UnaryOperator<ObjectNode> change) {
    var type = wanted.type();
    for (var attempt = 1; ; attempt++) {
      var entry =
          store
              .get(type.codec().key(wanted.key()))
              .map(type.codec()::served)
              .orElseThrow(() -> ApiException.notFound(type.type(), wanted.key().name()));
      var old = type.codec().tree(entry);
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
        wanted.attempt(admissions, UPDATE, wanted.key(), result, Optional.of(old), wanted.dryRun());
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
    StorageCodec.version(result, entry.modRevision());
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
    var written = store.put(entry.key(), type.codec().encode(result), entry.modRevision());
    StorageCodec.version(result, written.modRevision());
    return Optional.of(type.codec().served(written));
  }
}
