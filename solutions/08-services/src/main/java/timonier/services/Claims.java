package timonier.services;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.store.Store;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;
import timonier.store.StoreKey;

/// Who has what there is only once: each address and port is a key of the store, so that of two
/// servers that want the same one, compare-and-set lets only one have it.
///
/// A claim whose service was never written, or no longer uses it, lapses after a while: so nothing
/// has to be given back when a write fails in the middle.
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
  boolean isTaken(
      String what, ObjectKey service, String uid, Instant now, Predicate<JsonNode> uses) {
    return store.get(key(what)).filter(entry -> holds(entry, service, uid, now, uses)).isPresent();
  }

  private boolean holds(
      Entry entry, ObjectKey service, String uid, Instant now, Predicate<JsonNode> uses) {
    var claim = JsonFormat.parse(entry.value());
    if (claim.path("uid").asText().equals(uid)) {
      return false;
    }
    if (Instant.parse(claim.path("since").asText()).plus(LAPSE).isAfter(now)) {
      return true;
    }
    var namespace = claim.path("namespace").asText();
    var owner =
        store
            .get(new StoreKey("services", namespace, claim.path("name").asText()))
            .map(Entry::value);
    return owner
        .map(JsonFormat::parse)
        .filter(found -> found.at("/metadata/uid").equals(claim.path("uid")))
        .filter(uses)
        .isPresent();
  }

  /// Takes it.
  ///
  /// @return false if somebody else has it
  boolean claim(String what, ObjectKey service, String uid, Instant now, Predicate<JsonNode> uses) {
    var before = store.get(key(what));
    if (before.filter(entry -> holds(entry, service, uid, now, uses)).isPresent()) {
      return false;
    }
    var claim = JsonFormat.mapper().createObjectNode();
    claim.put("namespace", service.namespace()).put("name", service.name()).put("uid", uid);
    claim.put("since", now.toString());
    try {
      store.put(key(what), JsonFormat.bytes(claim), before.map(Entry::modRevision).orElse(0L));
      return true;
    } catch (CompareFailed _) {
      return false;
    }
  }

  /// Gives it back, if it is this service's.
  void release(String what, String uid) {
    var claim = store.get(key(what));
    if (claim.isPresent()
        && JsonFormat.parse(claim.get().value()).path("uid").asText().equals(uid)) {
      try {
        store.delete(claim.get().key(), claim.get().modRevision());
      } catch (CompareFailed _) {
        // somebody found it lapsed and took it
        return;
      }
    }
  }
}
