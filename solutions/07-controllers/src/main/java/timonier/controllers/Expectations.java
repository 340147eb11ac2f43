package timonier.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import timonier.kit.loop.EventLoop;
import timonier.pods.ObjectKey;

/// What a controller has done and not yet seen: its cache lags, and without this it would do it
/// again.
///
/// A controller notes each creation and deletion before it asks for it, strikes it off when its
/// cache shows it, and does nothing more for that object until all is struck off. What was not seen
/// for five minutes was perhaps never done (Kubernetes: `ExpectationsTimeout`).
public class Expectations {

  static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final EventLoop loop;
  private final Map<ObjectKey, Pending> pending = new HashMap<>();

  /// Nothing is expected yet.
  public Expectations(EventLoop loop) {
    this.loop = loop;
  }

  private static final class Pending {
    private final Set<String> creations = new HashSet<>();
    private final Set<String> deletions = new HashSet<>();
    private Instant since;

    Pending(Instant since) {
      this.since = since;
    }
  }

  private Pending of(ObjectKey owner) {
    var found = pending.computeIfAbsent(owner, _ -> new Pending(loop.now()));
    found.since = loop.now();
    return found;
  }

  /// An object of this name was created for an owner.
  public void created(ObjectKey owner, String name) {
    of(owner).creations.add(name);
  }

  /// An object of this identity is about to be deleted.
  public void deleting(ObjectKey owner, String uid) {
    of(owner).deletions.add(uid);
  }

  /// The cache shows a new object.
  public void sawCreation(ObjectKey owner, String name) {
    var found = pending.get(owner);
    if (found != null) {
      found.creations.remove(name);
    }
  }

  /// The cache shows that an object is gone or going, or its deletion was refused.
  public void sawDeletion(ObjectKey owner, String uid) {
    var found = pending.get(owner);
    if (found != null) {
      found.deletions.remove(uid);
    }
  }

  /// Whether the cache has caught up with what was done.
  public boolean areMet(ObjectKey owner) {
    var found = pending.get(owner);
    return found == null
        || (found.creations.isEmpty() && found.deletions.isEmpty())
        || found.since.plus(TIMEOUT).isBefore(loop.now());
  }

  /// The owner is gone.
  public void forget(ObjectKey owner) {
    pending.remove(owner);
  }
}
