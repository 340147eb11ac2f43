package timonier.apiserver;

import static timonier.apiserver.extensions.Attempt.Operation.DELETE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.AdmissionChain;
import timonier.apiserver.extensions.Attempt;
import timonier.apiserver.requests.DeleteOptions;
import timonier.apiserver.storage.StorageCodec;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Answers delete.
///
/// An object is removed at once unless something has to happen first: a kubelet stops its
/// containers (grace), or the owner of a finalizer removes it. Until then it carries the time when
/// it should be gone at the latest.
final class Deletion {

  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";
  private static final int ATTEMPTS = 16;

  private final EventLoop loop;
  private final Store store;
  private final AdmissionChain admissions;

  Deletion(EventLoop loop, Store store, AdmissionChain admissions) {
    this.loop = loop;
    this.store = store;
    this.admissions = admissions;
  }

  /// Deletes an object, or begins to.
  ///
  /// @return the object while it is still there, or where its kind answers so; else a `Status`
  byte[] delete(Wanted wanted, DeleteOptions options) {
    var type = wanted.type();
    var key = wanted.key();
    for (var tries = 1; ; tries++) {
      var entry =
          store
              .get(type.codec().key(key))
              .map(type.codec()::served)
              .orElseThrow(() -> ApiException.notFound(type.type(), key.name()));
      var object = type.codec().tree(entry);
      check(type, key, object, options);
      var attempt =
          wanted.attempt(
              admissions, DELETE, key, object, Optional.of(object.deepCopy()), options.dryRun());
      try {
        return admissions.carryOut(attempt, () -> delete(type, entry, attempt, options));
      } catch (CompareFailed _) {
        if (tries == ATTEMPTS || options.resourceVersion().isPresent()) {
          throw ApiException.conflict(
              type.type(), key.name(), "the object has been modified; please try again");
        }
      }
    }
  }

  private static void check(
      ServedType type, ObjectKey key, ObjectNode object, DeleteOptions options) {
    var metadata = object.path("metadata");
    options.uid().ifPresent(uid -> same(type, key, "UID", uid, metadata.path("uid").asText()));
    options
        .resourceVersion()
        .ifPresent(version ->
            same(type, key, "ResourceVersion", version, metadata.path("resourceVersion").asText()));
  }

  private static void same(
      ServedType type, ObjectKey key, String what, String wanted, String actual) {
    if (!wanted.equals(actual)) {
      throw ApiException.conflict(
          type.type(),
          key.name(),
          "Precondition failed: %s in precondition: %s, %s in object meta: %s"
              .formatted(what, wanted, what, actual));
    }
  }

  private byte[] delete(ServedType type, Entry entry, Attempt attempt, DeleteOptions options) {
    admissions.mutate(attempt);
    admissions.validate(attempt);
    var object = attempt.object();
    var marked = object.deepCopy();
    mark(type, marked, options);
    if (isOver(marked)) {
      if (!options.dryRun()) {
        admissions.removing(type.type(), object);
        store.delete(entry.key(), entry.modRevision());
        admissions.removed(type.type(), object);
      }
      var gone = type.grace(object, options.grace()).isPresent() ? marked : object;
      return type.rules().answersObject() ? JsonFormat.bytes(gone) : success(type, object);
    }
    if (!options.dryRun() && !marked.equals(object)) {
      var written = store.put(entry.key(), type.codec().encode(marked), entry.modRevision());
      StorageCodec.version(marked, written.modRevision());
    }
    return JsonFormat.bytes(marked);
  }

  /// Marks the object as being deleted: by when, and what has to happen before.
  private void mark(ServedType type, ObjectNode object, DeleteOptions options) {
    var metadata = (ObjectNode) object.path("metadata");
    options.propagation().ifPresent(policy -> propagate(metadata, policy));
    var grace = type.grace(object, options.grace()).orElse(0L);
    var before = metadata.path("deletionGracePeriodSeconds").asLong(Long.MAX_VALUE);
    var isFirst = !metadata.has("deletionTimestamp");
    if (isFirst || grace < before) {
      var end = loop.now().plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS);
      metadata.put("deletionTimestamp", end.toString());
      metadata.put("deletionGracePeriodSeconds", grace);
    }
    var generation = metadata.path("generation").asLong();
    if (isFirst && generation > 0) {
      metadata.put("generation", generation + 1);
    }
  }

  /// Leaves dependents to the garbage collector. The policy of the last request that names one
  /// counts.
  private static void propagate(ObjectNode metadata, String policy) {
    if (metadata.path("finalizers") instanceof ArrayNode finalizers) {
      finalizers.removeIf(name -> List.of(ORPHAN, FOREGROUND).contains(name.asText()));
      if (finalizers.isEmpty()) {
        metadata.remove("finalizers");
      }
    }
    switch (policy) {
      case "Orphan" -> metadata.withArray("finalizers").add(ORPHAN);
      case "Foreground" -> metadata.withArray("finalizers").add(FOREGROUND);
      default -> {}
    }
  }

  /// Whether an object that is being deleted has nothing left to wait for.
  static boolean isOver(JsonNode object) {
    var metadata = object.path("metadata");
    return metadata.has("deletionTimestamp")
        && metadata.path("deletionGracePeriodSeconds").asLong() == 0
        && metadata.path("finalizers").isEmpty();
  }

  private static byte[] success(ServedType type, ObjectNode object) {
    var status = JsonFormat.mapper().createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Success");
    var details =
        status.putObject("details").put("name", object.path("metadata").path("name").asText());
    if (!type.type().group().isEmpty()) {
      details.put("group", type.type().group());
    }
    details
        .put("kind", type.type().plural())
        .put("uid", object.path("metadata").path("uid").asText());
    return JsonFormat.bytes(status);
  }
}
