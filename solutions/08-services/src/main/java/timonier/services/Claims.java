package timonier.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;
import timonier.store.StoreKey;

/// Assigns unique addresses and ports to services. Each is a key of the store, so if two servers
/// want the same one, compare-and-set lets only one of them have it.
///
/// A claim is undone when its service is refused. If that is impossible, for example because the
/// server crashes, the claim lapses after a while. A claim that was given up lapses as soon as the
/// service is written without it.
final class Claims {

  /// How long a claim is valid without its service: far longer than any write takes.
  private static final Duration LAPSE = Duration.ofMinutes(1);

  private final Store store;
  private final String kind;

  /// Makes the claims of one kind, as in `serviceaddresses`.
  Claims(Store store, String kind) {
    this.store = store;
    this.kind = kind;
  }

  private StoreKey key(String what) {
    return new StoreKey("claims.timonier/" + kind, "", what);
  }

  /// Whether another service has it.
  ///
  /// @param uses whether a stored service uses what it claimed
  boolean isTaken(String what, ObjectKey service, Instant now, Predicate<JsonNode> uses) {
    return store.get(key(what)).filter(entry -> holds(entry, service, now, uses)).isPresent();
  }

  /// Whether a claim belongs to another service. The name identifies the service: the claim of a
  /// refused one is free for the next with its name.
  private boolean holds(Entry entry, ObjectKey service, Instant now, Predicate<JsonNode> uses) {
    var claim = JsonFormat.parse(entry.value());
    var owner = new ObjectKey(claim.path("namespace").asText(), claim.path("name").asText());
    if (owner.equals(service)) {
      return false;
    }
    if (Instant.parse(claim.path("since").asText()).plus(LAPSE).isAfter(now)) {
      return true;
    }
    return store
        .get(new StoreKey("services", owner.namespace(), owner.name()))
        .map(found -> JsonFormat.parse(found.value()))
        .filter(uses)
        .isPresent();
  }

  /// Claims it.
  ///
  /// @return how to undo the claim; empty if another service has it
  Optional<Runnable> claim(
      String what, ObjectKey service, String uid, Instant now, Predicate<JsonNode> uses) {
    var before = store.get(key(what));
    if (before.filter(entry -> holds(entry, service, now, uses)).isPresent()) {
      return Optional.empty();
    }
    var claim = JsonFormat.mapper().createObjectNode();
    claim.put("namespace", service.namespace()).put("name", service.name()).put("uid", uid);
    claim.put("since", now.toString());
    return put(what, JsonFormat.bytes(claim), before.map(Entry::modRevision).orElse(0L))
        .map(claimed -> () -> undo(claimed, before));
  }

  /// Restores a claim, unless somebody wrote it meanwhile: another attempt to write the same
  /// service may rely on it.
  private void undo(Entry claimed, Optional<Entry> before) {
    if (before.isPresent()) {
      var _ = put(claimed.key().name(), before.get().value(), claimed.modRevision());
    } else {
      delete(claimed);
    }
  }

  private Optional<Entry> put(String what, byte[] claim, long expected) {
    try {
      return Optional.of(store.put(key(what), claim, expected));
    } catch (CompareFailed _) {
      return Optional.empty();
    }
  }

  private void delete(Entry claim) {
    try {
      store.delete(claim.key(), claim.modRevision());
    } catch (CompareFailed _) {
      // another service found it lapsed, and claimed it
      return;
    }
  }

  /// Gives it up: from now on the service has it only as long as the stored service uses it.
  void giveUp(String what, String uid) {
    var before = own(what, uid);
    if (before.isPresent()) {
      var claim = (ObjectNode) JsonFormat.parse(before.get().value());
      var lapsed = JsonFormat.bytes(claim.put("since", Instant.EPOCH.toString()));
      var _ = put(what, lapsed, before.get().modRevision());
    }
  }

  private Optional<Entry> own(String what, String uid) {
    return store
        .get(key(what))
        .filter(entry -> JsonFormat.parse(entry.value()).path("uid").asText().equals(uid));
  }

  /// Deletes the claim, if it belongs to this service.
  void release(String what, String uid) {
    own(what, uid).ifPresent(this::delete);
  }
}
