package timonier.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.JsonFormat;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;
import timonier.store.Store.ReadOnly;

/// Deletes values whose holders no longer renew them (etcd documentation, "Lease API").
///
/// A lease is granted for a duration, and its holder renews it again and again. When it is not
/// renewed in time, its values are deleted, all at one revision. A value that was since written
/// without the lease no longer belongs to it, and stays.
///
/// Leases are themselves values of the store, so they are as durable as it is. After a restart each
/// lasts its whole duration again, because nobody could renew it meanwhile. Calls must be made one
/// at a time, as tasks of the loop.
public final class Leases {

  /// The resource under which leases are stored.
  static final String RESOURCE = "leases.store.timonier";

  /// How often expired leases are looked for, as in etcd.
  private static final Duration LOOK = Duration.ofMillis(500);

  private final EventLoop loop;
  private final Store store;
  private final Map<String, Instant> ends = new TreeMap<>();

  /// A lease as it is stored.
  ///
  /// @param millis how long it lasts without being renewed
  /// @param values the values to delete with it
  private record Kept(long millis, List<Value> values) {}

  /// A value that is deleted with a lease.
  ///
  /// @param revision that of its write; 0 if it was written together with the lease
  private record Value(String resource, String namespace, String name, long revision) {
    StoreKey key() {
      return new StoreKey(resource, namespace, name);
    }

    Value at(long known) {
      return revision == 0 ? new Value(resource, namespace, name, known) : this;
    }
  }

  /// There is no such lease: it was never granted, or it was revoked, or it expired.
  public static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Gone(String id) {
      super("requested lease not found: " + id);
    }
  }

  /// Loads the leases of a store.
  public Leases(EventLoop loop, Store store) {
    this.loop = loop;
    this.store = store;
    for (var entry : store.range(KeyRange.of(RESOURCE), 0, 0, Optional.empty()).entries()) {
      begin(entry.key().name(), Duration.ofMillis(kept(entry).millis()));
    }
    loop.run(this::look);
  }

  private static StoreKey key(String id) {
    return new StoreKey(RESOURCE, "", id);
  }

  private static Kept kept(Entry lease) {
    return JsonFormat.read(lease.value(), Kept.class);
  }

  private Entry lease(String id) {
    return store.get(key(id)).orElseThrow(() -> new Gone(id));
  }

  private void begin(String id, Duration length) {
    ends.put(id, loop.now().plus(length));
  }

  /// Grants a lease.
  ///
  /// @param length how long it lasts without being renewed
  /// @return its id
  public String grant(Duration length) {
    var id = "%016x".formatted(loop.random().nextLong());
    store.put(key(id), JsonFormat.bytes(new Kept(length.toMillis(), List.of())), 0);
    begin(id, length);
    return id;
  }

  /// Renews a lease: it lasts its whole duration from now on.
  ///
  /// @throws Gone if it is not there
  public void renew(String id) {
    begin(id, Duration.ofMillis(kept(lease(id)).millis()));
  }

  /// Writes a value that is deleted when the lease ends.
  ///
  /// @param expected the revision of the value's last write; 0 if there must be none
  /// @throws Gone if the lease is not there
  /// @throws CompareFailed if somebody else wrote the value, or ended the lease meanwhile
  public Entry put(String id, StoreKey key, byte[] value, long expected) {
    var lease = lease(id);
    var values = new ArrayList<Value>();
    for (var held : values(lease)) {
      if (!held.key().equals(key)) {
        values.add(held);
      }
    }
    values.add(new Value(key.resource(), key.namespace(), key.name(), 0));
    var now = JsonFormat.bytes(new Kept(kept(lease).millis(), values));
    var written =
        store
            .commit(
                Transaction.of(
                    new Transaction.Put(key, value, expected),
                    new Transaction.Put(lease.key(), now, lease.modRevision())))
            .getFirst();
    return new Entry(key, value, written.createRevision(), written.revision());
  }

  /// The values of a lease, each with the revision of its write.
  private static List<Value> values(Entry lease) {
    return kept(lease).values().stream().map(value -> value.at(lease.modRevision())).toList();
  }

  /// Ends a lease, and deletes its values.
  ///
  /// @throws Gone if it is not there
  /// @throws CompareFailed if somebody else wrote one of its values meanwhile
  public void revoke(String id) {
    var lease = lease(id);
    var steps = new ArrayList<Transaction.Step>();
    steps.add(new Transaction.Delete(lease.key(), lease.modRevision()));
    for (var value : values(lease)) {
      store
          .get(value.key())
          .filter(entry -> entry.modRevision() == value.revision())
          .ifPresent(entry -> steps.add(new Transaction.Delete(entry.key(), entry.modRevision())));
    }
    store.commit(new Transaction(steps));
    ends.remove(id);
  }

  /// Ends the leases that were not renewed in time, and schedules the next look.
  private void look() {
    loop.after(LOOK, this::look);
    over(loop.now()).forEach(this::expire);
  }

  private List<String> over(Instant now) {
    return ends.entrySet().stream()
        .filter(end -> !now.isBefore(end.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void expire(String id) {
    try {
      revoke(id);
    } catch (CompareFailed | ReadOnly _) {
      // Somebody wrote one of its values meanwhile, or the store is read-only: the lease stays
      // until the next look.
    } catch (Gone _) {
      ends.remove(id);
    }
  }
}
