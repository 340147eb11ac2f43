package timonier.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;

/// Remembers a component's writes that its cache does not show yet. Without it, the component would
/// decide from an old picture and act twice (client-go's controllers call this *expectations*).
///
/// Each write belongs to an owner, the object for which it is made. While [#areShown] returns false
/// for an owner, its controller must not decide anything for it.
///
/// If the answer to a write is lost, the write may still have been carried out. Then the server is
/// asked for the object, once a second until it answers, and the cache must catch up with that.
///
/// It belongs to the event loop of its cache.
///
/// @param <T> the type of the objects that are written
public final class OwnWrites<T extends KubernetesObject> {

  /// Answers with this code or above do not say whether the request was carried out.
  private static final int UNCLEAR = 500;

  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Client client;
  private final ResourceType<T> type;
  private final ObjectCache<T> cache;
  private final Consumer<ObjectKey> shown;
  private final Map<ObjectKey, Pending<T>> pending = new HashMap<>();

  /// The writes for an owner that the cache may not show yet. Versions only grow, so only the
  /// newest one counts: one task waits in the cache, however many writes there are.
  private static final class Pending<T extends KubernetesObject> {
    /// The version at which the cache shows all written objects that the server returned.
    private long version;

    /// Whether a task waits in the cache.
    private boolean waits;

    /// How many writes have an unknown outcome.
    private int lost;

    /// For each deletion that was not seen in the cache yet: whether the cache shows it.
    private final List<Predicate<ObjectCache<T>>> deletions = new ArrayList<>();

    boolean isShown(ObjectCache<T> cache) {
      deletions.removeIf(deletion -> deletion.test(cache));
      return lost == 0 && deletions.isEmpty() && cache.version() >= version;
    }
  }

  /// Begins without any writes.
  ///
  /// @param shown called with an owner when the cache shows everything written for it. The cache
  ///   may never have called its listeners for it: an object may come and go between two lists
  public OwnWrites(ComponentContext context, ResourceType<T> type, Consumer<ObjectKey> shown) {
    this.loop = context.loop();
    this.client = context.client();
    this.type = type;
    this.cache = context.cache(type);
    this.shown = shown;
  }

  /// Whether an answer leaves open whether a write was carried out.
  public static boolean isUnclear(ApiException answer) {
    return answer.code() >= UNCLEAR;
  }

  /// Whether the cache shows everything that was written for an owner.
  public boolean areShown(ObjectKey owner) {
    var all = pending.get(owner);
    if (all == null) {
      return true;
    }
    var shown = all.isShown(cache);
    if (shown) {
      pending.remove(owner);
    }
    return shown;
  }

  /// Creates an object. Its name must be chosen already: it serves to find the object if the answer
  /// is lost.
  public T create(ObjectKey owner, ObjectKey key, Json object) {
    return write(owner, key, () -> client.create(type, key.namespace(), object));
  }

  /// Changes an object.
  public T patch(ObjectKey owner, T object, Patch patch) {
    return write(owner, object.key(), () -> client.patch(type, object.key(), patch));
  }

  private T write(ObjectKey owner, ObjectKey key, Supplier<T> call) {
    var written = known(owner, key, call);
    await(owner, written);
    return written;
  }

  /// Deletes an object, or starts its deletion, if it is still there and still matches the options.
  public void delete(ObjectKey owner, T object, DeleteOptions options) {
    known(
        owner,
        object.key(),
        () -> {
          client.remove(type, object.key(), options);
          return object;
        });
    awaitGone(owner, object);
  }

  /// Calls the server. If the answer is unclear, finds out later whether the write was carried out.
  private T known(ObjectKey owner, ObjectKey key, Supplier<T> call) {
    var answered = false;
    try {
      var written = call.get();
      answered = true;
      return written;
    } catch (ApiException refusal) {
      answered = !isUnclear(refusal);
      throw refusal;
    } finally {
      if (!answered) {
        lost(owner, key);
      }
    }
  }

  private static <T extends KubernetesObject> Predicate<T> isAlive(T object) {
    return known ->
        known.metadata().uid().equals(object.metadata().uid())
            && !known.metadata().isBeingDeleted();
  }

  /// Waits until the cache shows an object as the server returned it, or a later version.
  public void await(ObjectKey owner, T object) {
    var all = pending(owner);
    all.version = Math.max(all.version, ObjectCache.version(object));
    follow(owner, all);
  }

  private void follow(ObjectKey owner, Pending<T> all) {
    if (!all.waits) {
      all.waits = true;
      cache.whenAt(
          all.version,
          () -> {
            all.waits = false;
            if (pending.get(owner) == all) {
              reached(owner, all);
            }
          });
    }
  }

  /// Called when the cache shows the version that was waited for; more may have been written since.
  private void reached(ObjectKey owner, Pending<T> all) {
    if (cache.version() < all.version) {
      follow(owner, all);
    } else {
      tell(owner);
    }
  }

  private Pending<T> pending(ObjectKey owner) {
    return pending.computeIfAbsent(owner, _ -> new Pending<>());
  }

  /// Waits until the cache shows that an object is deleted, or being deleted.
  private void awaitGone(ObjectKey owner, T object) {
    var isAlive = isAlive(object);
    pending(owner).deletions.add(shown -> shown.get(object.key()).filter(isAlive).isEmpty());
  }

  private void tell(ObjectKey owner) {
    if (areShown(owner)) {
      shown.accept(owner);
    }
  }

  /// Finds out whether a write whose answer was lost was carried out.
  public void lost(ObjectKey owner, ObjectKey key) {
    var all = pending(owner);
    all.lost++;
    loop.after(GLANCE, () -> ask(owner, key, all));
  }

  private void ask(ObjectKey owner, ObjectKey key, Pending<T> all) {
    if (pending.get(owner) != all) {
      return;
    }
    var answered = false;
    try {
      var found = client.find(type, key);
      answered = true;
      all.lost--;
      found.ifPresentOrElse(object -> await(owner, object), () -> settleGone(owner, key));
    } catch (ApiException refusal) {
      // it is asked again
    } finally {
      if (!answered) {
        loop.after(GLANCE, () -> ask(owner, key, all));
      }
    }
  }

  /// Waits until the cache no longer shows an object that is not on the server.
  private void settleGone(ObjectKey owner, ObjectKey key) {
    cache.get(key).ifPresent(object -> awaitGone(owner, object));
    tell(owner);
  }

  /// Forgets an owner that is gone.
  public void forget(ObjectKey owner) {
    pending.remove(owner);
  }
}
