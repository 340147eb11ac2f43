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

/// Remembers what a component has written and its cache does not show yet. Without this it would
/// decide from an old picture and do the same again (client-go's controllers call this
/// *expectations*).
///
/// Each write belongs to an owner, the object for which it is made. While [#areShown] returns false
/// for an owner, nothing may be decided for it.
///
/// A write may have been carried out although its answer was lost. The server is then asked what
/// there is, once a second until it answers, and the cache must catch up with that.
///
/// It belongs to the event loop of its cache.
///
/// @param <T> the type of the objects that are written
public final class OwnWrites<T extends KubernetesObject> {

  /// Answers of this code and above say nothing of what became of a request.
  private static final int UNCLEAR = 500;

  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Client client;
  private final ResourceType<T> type;
  private final ObjectCache<T> cache;
  private final Consumer<ObjectKey> shown;
  private final Map<ObjectKey, Pending<T>> pending = new HashMap<>();

  /// What was written for an owner and may not be shown yet. Versions only grow, so of objects that
  /// must be shown the newest one counts: however many there are, one task waits in the cache.
  private static final class Pending<T extends KubernetesObject> {
    /// The version at which the cache shows all objects that the server has shown.
    private long version;

    /// Whether a task waits in the cache.
    private boolean waits;

    /// How many writes there are of which nobody knows what became of them.
    private int lost;

    /// Whether the cache shows a deletion, for each that it has not been seen to show.
    private final List<Predicate<ObjectCache<T>>> deletions = new ArrayList<>();

    boolean isShown(ObjectCache<T> cache) {
      deletions.removeIf(deletion -> deletion.test(cache));
      return lost == 0 && deletions.isEmpty() && cache.version() >= version;
    }
  }

  /// Nothing is written yet.
  ///
  /// @param shown called with an owner when everything written for it is shown. The listeners of
  ///   the cache need not have been called by then: an object may have come and gone between two
  ///   lists
  public OwnWrites(ComponentContext context, ResourceType<T> type, Consumer<ObjectKey> shown) {
    this.loop = context.loop();
    this.client = context.client();
    this.type = type;
    this.cache = context.cache(type);
    this.shown = shown;
  }

  /// Whether an answer leaves open what became of a write.
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

  /// Creates an object. Its name has to be chosen already: by it the object is found if the answer
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

  /// Deletes an object, or begins to, if it is still there and still as the options have it.
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

  /// Calls the server. Of a call without a clear answer it is found out later what became of it.
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

  /// Waits until the cache shows an object as the server has shown it, or a later version.
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

  /// The cache shows what was written first; more may have been written since.
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

  /// Waits until the cache shows that an object is gone, or going.
  private void awaitGone(ObjectKey owner, T object) {
    var isAlive = isAlive(object);
    pending(owner).deletions.add(shown -> shown.get(object.key()).filter(isAlive).isEmpty());
  }

  private void tell(ObjectKey owner) {
    if (areShown(owner)) {
      shown.accept(owner);
    }
  }

  /// Finds out what became of a write whose answer was lost.
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

  /// An object is not on the server: what the cache still shows of it must go.
  private void settleGone(ObjectKey owner, ObjectKey key) {
    cache.get(key).ifPresent(object -> awaitGone(owner, object));
    tell(owner);
  }

  /// Forgets an owner that is gone.
  public void forget(ObjectKey owner) {
    pending.remove(owner);
  }
}
