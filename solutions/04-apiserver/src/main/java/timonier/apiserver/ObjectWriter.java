package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import timonier.apiserver.schema.Decoder;
import timonier.apiserver.schema.QosClass;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Answers create, replace and patch: decoding, defaults, admission, validation, then one
/// compare-and-set.
final class ObjectWriter {

  /// How often a patch is tried again when others write the same object meanwhile. Kubernetes tries
  /// five times; more helps nobody, since each try is cheap and the client may try again itself.
  private static final int ATTEMPTS = 16;

  /// The kinds of which Kubernetes counts changes in `metadata.generation`.
  private static final List<String> GENERATIONS =
      List.of("Pod", "ReplicaSet", "Deployment", "EndpointSlice");

  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final EventLoop loop;
  private final Store store;
  private final WriteRules rules;
  private final Ownership ownership;

  ObjectWriter(EventLoop loop, Store store, WriteRules rules, Ownership ownership) {
    this.loop = loop;
    this.store = store;
    this.rules = rules;
    this.ownership = ownership;
  }

  /// A write that is wanted.
  ///
  /// @param type the type of object
  /// @param key where it is found
  /// @param subresource which part of it is written; empty for the object, without its status
  /// @param request who asks, and how
  record Wanted(ServedType type, ObjectKey key, String subresource, ApiRequest request) {
    boolean dryRun() {
      return Requests.isDryRun(request);
    }
  }

  /// What came of a write.
  ///
  /// @param type the type of object
  /// @param object the object as it stands now
  /// @param entry how the store holds it; empty if nothing was written
  /// @param warnings what the client should know
  record Written(ServedType type, ObjectNode object, Optional<Entry> entry, List<String> warnings) {

    /// The object in JSON, in the order of fields in which it is always read.
    byte[] json() {
      return entry.isPresent() ? type.splice(entry.get()) : JsonFormat.bytes(object);
    }

    Written warning(List<String> warnings) {
      return new Written(type, object, entry, warnings);
    }
  }

  Written create(Wanted wanted, ObjectNode document) {
    var type = wanted.type();
    var warnings = decode(wanted, document);
    var key = prepare(wanted, document);
    document.remove("status");
    rules.fill(type, document);
    ownership.created(wanted, document);
    initialStatus(type, document);
    rules.admit(wanted, key, document, Optional.empty());
    rules.check(wanted, key, document, Optional.empty());
    if (wanted.dryRun()) {
      if (store.get(type.key(key)).isPresent()) {
        throw ApiException.alreadyExists(type.type(), key.name());
      }
      return new Written(type, document, Optional.empty(), warnings);
    }
    try {
      var entry = store.put(type.key(key), type.encode(document), 0);
      ServedType.version(document, entry.modRevision());
      return new Written(type, document, Optional.of(entry), warnings);
    } catch (CompareFailed _) {
      throw ApiException.alreadyExists(type.type(), key.name());
    }
  }

  /// Checks the form of a document, and removes what its schema does not know.
  static List<String> decode(Wanted wanted, ObjectNode document) {
    var type = wanted.type().type();
    expect("apiVersion", type.apiVersion(), document);
    expect("kind", type.kind(), document);
    return FieldValidation.of(wanted.request())
        .warnings(
            wanted.request(), Decoder.prune(wanted.type().schema(), type.version(), document));
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
    if (metadata.path("name").asText("").isEmpty() && metadata.hasNonNull("generateName")) {
      metadata.put("name", metadata.get("generateName").asText() + suffix());
    }
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
    if (hasGenerations(wanted)) {
      metadata.put("generation", 1);
    }
    return new ObjectKey(namespace, metadata.path("name").asText(""));
  }

  /// Whether changes of the object's specification are counted. A binding is none.
  private static boolean hasGenerations(Wanted wanted) {
    return GENERATIONS.contains(wanted.type().type().kind())
        && !wanted.subresource().equals("binding");
  }

  private Instant now() {
    return loop.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private String uid() {
    var most = loop.random().nextLong() & ~0xF000L | 0x4000L;
    var least = loop.random().nextLong() & ~(3L << 62) | 1L << 63;
    return new UUID(most, least).toString();
  }

  private String suffix() {
    return loop.random()
        .ints(5, 0, SUFFIX_LETTERS.length())
        .collect(
            StringBuilder::new,
            (text, index) -> text.append(SUFFIX_LETTERS.charAt(index)),
            StringBuilder::append)
        .toString();
  }

  private static void initialStatus(ServedType type, ObjectNode document) {
    switch (type.type().kind()) {
      case "Pod" -> document.putObject("status").put("phase", "Pending").put("qosClass", "");
      case "Namespace" -> {
        document.putObject("status").put("phase", "Active");
        document.withObject("/spec").putArray("finalizers").add("kubernetes");
      }
      case "Service" -> document.putObject("status").putObject("loadBalancer");
      default -> {}
    }
    if (document.path("status") instanceof ObjectNode status && type.type().kind().equals("Pod")) {
      status.put("qosClass", QosClass.of(document.path("spec")));
    }
  }

  /// Replaces an object, or its status, by a document.
  Written replace(Wanted wanted, ObjectNode document) {
    var warnings = decode(wanted, document);
    var stated = document.path("metadata").path("name").asText("");
    if (!stated.equals(wanted.key().name())) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(stated, wanted.key().name()));
    }
    return update(wanted, _ -> document).warning(warnings);
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
              warnings.addAll(decode(wanted, patched));
              return patched;
            });
    return updated.warning(warnings);
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
    keepIdentity(wanted, old, updated);
    var result =
        wanted.subresource().isEmpty() ? object(type, old, updated) : part(wanted, old, updated);
    rules.fill(type, result);
    ownership.updated(wanted, old, result);
    if (hasGenerations(wanted) && !result.path("spec").equals(old.path("spec"))) {
      var generation = old.path("metadata").path("generation").asLong() + 1;
      ((ObjectNode) result.path("metadata")).put("generation", generation);
    }
    rules.admit(wanted, wanted.key(), result, Optional.of(old));
    ServedType.version(result, entry.modRevision());
    if (result.equals(old)) {
      return new Written(type, old, Optional.of(entry), List.of());
    }
    rules.check(wanted, wanted.key(), result, Optional.of(old));
    if (wanted.dryRun()) {
      return new Written(type, result, Optional.empty(), List.of());
    }
    if (Deletion.isOver(result)) {
      store.delete(entry.key(), entry.modRevision());
      rules.removed(type.type(), result);
      return new Written(type, result, Optional.empty(), List.of());
    }
    var written = store.put(entry.key(), type.encode(result), entry.modRevision());
    ServedType.version(result, written.modRevision());
    return new Written(type, result, Optional.of(written), List.of());
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
      throw ApiException.conflict(
          wanted.type().type(),
          wanted.key().name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, before.path("uid").asText()));
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
  private static ObjectNode object(ServedType type, ObjectNode old, ObjectNode updated) {
    if (type.type().subresources().contains("status")) {
      copy("status", old, updated);
    }
    return updated;
  }

  /// The object with only the part that was written as updated.
  private static ObjectNode part(Wanted wanted, ObjectNode old, ObjectNode updated) {
    var result = old.deepCopy();
    if (wanted.subresource().equals("status")) {
      copy("status", updated, result);
      return result;
    }
    return updated;
  }
}
