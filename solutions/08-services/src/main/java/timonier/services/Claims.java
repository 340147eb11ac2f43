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

/// Who has what there is only once: each address and port is a key of the store, so that of two
/// servers that want the same one, compare-and-set lets only one have it.
///
/// A claim is undone when its service is refused. Where that cannot be done, as when the server
/// ends in the middle, it lapses after a while, as one that was given up does as soon as the
/// service is written without it.
final class Claims {

  /// How long a claim holds without its service. Far longer than any write takes.
  private static final Duration LAPSE = Duration.ofMinutes(1);

  private final Store store;
  private final String kind;

  /// Claims of one kind, as in `serviceaddresses`.
  Claims(Store store, String kind) {
    this.store = store;
    this.kind = kind;
  }

  private StoreKey key(String what) {
    return new StoreKey("claims.timonier/" + kind, "", what);
  }

  /// Whether somebody else has it.
  ///
  /// @param uses whether a service, as the store has it, uses what it claimed
  boolean isTaken(String what, ObjectKey service, Instant now, Predicate<JsonNode> uses) {
    return store.get(key(what)).filter(entry -> holds(entry, service, now, uses)).isPresent();
  }

  /// Whether a claim is that of another service. There is only one of a name: what was claimed for
  /// one that was refused is there for the next that is called so.
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

  /// Takes it.
  ///
  /// @return how to undo that; empty if somebody else has it
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

  /// Makes it as it was before, unless somebody wrote it meanwhile: another attempt to write the
  /// same service may rely on what it wrote.
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
      // somebody found it lapsed and took it
      return;
    }
  }

  /// From now on it is this service's only as long as the service, as the store has it, uses it.
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

  /// Gives it back, if it is this service's.
  void release(String what, String uid) {
    own(what, uid).ifPresent(this::delete);
  }
}
