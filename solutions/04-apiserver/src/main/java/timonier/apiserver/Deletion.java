package timonier.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.ObjectWriter.Wanted;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.Status;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Answers delete.
///
/// An object goes at once unless somebody still has to do something: a kubelet has to stop its
/// containers (grace), or a finalizer's owner has to let go. Then it is marked with the moment by
/// which it should be gone, and goes when the last of them is done.
final class Deletion {

  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";
  private static final int ATTEMPTS = 16;

  /// No object takes longer to stop, in seconds: more than thirty years, and still a time that
  /// calendars know.
  private static final long MOST_GRACE = 1_000_000_000;

  private final EventLoop loop;
  private final Store store;
  private final WriteRules rules;

  Deletion(EventLoop loop, Store store, WriteRules rules) {
    this.loop = loop;
    this.store = store;
    this.rules = rules;
  }

  /// How to delete (`meta/v1 DeleteOptions`).
  ///
  /// @param grace how long it may take, in seconds; the object's own choice where absent
  /// @param uid only an object with this identity
  /// @param resourceVersion only an object in this version
  /// @param propagation `Orphan`, `Background` or `Foreground`
  /// @param dryRun whether nothing shall really go
  record Options(
      Optional<Long> grace,
      Optional<String> uid,
      Optional<String> resourceVersion,
      String propagation,
      boolean dryRun) {

    static Options of(ApiRequest request) {
      var body =
          request.body().length == 0
              ? JsonNodeFactory.instance.objectNode()
              : Requests.document(request);
      var preconditions = body.path("preconditions");
      var grace =
          request
              .parameter("gracePeriodSeconds")
              .map(Requests::number)
              .or(() -> longAt(body.path("gracePeriodSeconds")));
      return new Options(
          grace,
          textAt(preconditions.path("uid")),
          textAt(preconditions.path("resourceVersion")),
          propagation(request, body),
          Requests.isDryRun(request) || !body.path("dryRun").isEmpty());
    }

    private static String propagation(ApiRequest request, JsonNode body) {
      if (body.path("orphanDependents").asBoolean()) {
        return "Orphan";
      }
      var policy =
          request
              .parameter("propagationPolicy")
              .or(() -> textAt(body.path("propagationPolicy")))
              .orElse("Background");
      if (!List.of("Orphan", "Background", "Foreground").contains(policy)) {
        throw new ApiException(
            Status.failure(
                422,
                "Invalid",
                "propagationPolicy: Unsupported value: \"%s\": supported values: \"Foreground\","
                        .formatted(policy)
                    + " \"Background\", \"Orphan\""));
      }
      return policy;
    }

    private static Optional<Long> longAt(JsonNode node) {
      return node.isNumber() ? Optional.of(node.asLong()) : Optional.empty();
    }

    private static Optional<String> textAt(JsonNode node) {
      return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
  }

  /// Deletes an object, or begins to.
  ///
  /// @return the object while it is still there, else a `Status`
  byte[] delete(Wanted wanted, Options options) {
    var type = wanted.type();
    var key = wanted.key();
    for (var attempt = 1; ; attempt++) {
      var entry =
          store
              .get(type.key(key))
              .orElseThrow(() -> ApiException.notFound(type.type(), key.name()));
      var object = type.tree(entry);
      check(type, key, object, options);
      try {
        return delete(type, entry, object, options);
      } catch (CompareFailed _) {
        if (attempt == ATTEMPTS || options.resourceVersion().isPresent()) {
          throw ApiException.conflict(
              type.type(), key.name(), "the object has been modified; please try again");
        }
      }
    }
  }

  private static void check(ServedType type, ObjectKey key, ObjectNode object, Options options) {
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

  private byte[] delete(ServedType type, Entry entry, ObjectNode object, Options options) {
    var marked = object.deepCopy();
    mark(type, marked, options);
    if (isOver(marked)) {
      if (!options.dryRun()) {
        store.delete(entry.key(), entry.modRevision());
        rules.removed(type.type(), object);
      }
      return success(type, object);
    }
    if (!options.dryRun() && !marked.equals(object)) {
      var written = store.put(entry.key(), type.encode(marked), entry.modRevision());
      ServedType.version(marked, written.modRevision());
    }
    return JsonFormat.bytes(marked);
  }

  /// Notes that the object is to go, by when, and who still has to do something.
  private void mark(ServedType type, ObjectNode object, Options options) {
    var metadata = (ObjectNode) object.path("metadata");
    switch (options.propagation()) {
      case "Orphan" -> addFinalizer(metadata, ORPHAN);
      case "Foreground" -> addFinalizer(metadata, FOREGROUND);
      default -> {}
    }
    var grace = grace(type, object, options);
    var before = metadata.path("deletionGracePeriodSeconds").asLong(Long.MAX_VALUE);
    if (!metadata.has("deletionTimestamp") || grace < before) {
      var end = loop.now().plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS);
      metadata.put("deletionTimestamp", end.toString());
      metadata.put("deletionGracePeriodSeconds", grace);
    }
  }

  private static void addFinalizer(ObjectNode metadata, String finalizer) {
    var finalizers =
        metadata.path("finalizers") instanceof ArrayNode list
            ? list
            : metadata.putArray("finalizers");
    for (var present : finalizers) {
      if (present.asText().equals(finalizer)) {
        return;
      }
    }
    finalizers.add(finalizer);
  }

  /// Only a pod that a kubelet runs needs time to stop.
  private static long grace(ServedType type, ObjectNode object, Options options) {
    var phase = object.path("status").path("phase").asText();
    var runs =
        type.type().plural().equals("pods")
            && !object.path("spec").path("nodeName").asText("").isEmpty()
            && !phase.equals("Succeeded")
            && !phase.equals("Failed");
    var own = object.path("spec").path("terminationGracePeriodSeconds").asLong(30);
    return runs ? Math.clamp(options.grace().orElse(own), 0, MOST_GRACE) : 0;
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
    status
        .putObject("details")
        .put("name", object.path("metadata").path("name").asText())
        .put("group", type.type().group())
        .put("kind", type.type().plural())
        .put("uid", object.path("metadata").path("uid").asText());
    return JsonFormat.bytes(status);
  }
}
