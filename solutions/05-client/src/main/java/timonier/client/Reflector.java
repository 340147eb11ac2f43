package timonier.client;

import java.time.Duration;
import timonier.client.Client.EventType;
import timonier.client.Client.Watcher;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ResourceType;

/// Keeps a cache equal to the server: lists once, then watches from there on.
///
/// When a watch ends, it resumes it; when the server no longer keeps that version, it lists again;
/// when the server cannot be reached, it tries again after ever longer delays.
///
/// @param <T> the type of object
public final class Reflector<T extends KubernetesObject> implements AutoCloseable {

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final Client client;
  private final ResourceType<T> type;
  private final ListOptions options;
  private final ObjectCache<T> cache;
  private Cancellable watch = () -> {};
  private Duration retry = FIRST_RETRY;
  private String resourceVersion = "";
  private boolean expired;
  private int generation;
  private boolean closed;

  /// Starts to fill a cache.
  ///
  /// @param loop the loop that the cache belongs to
  /// @param options the objects to keep; with the resource version `0`, the first list may be out
  ///   of date, which is cheaper, and suits callers that do no harm by acting on the past
  public Reflector(
      EventLoop loop,
      Client client,
      ResourceType<T> type,
      ListOptions options,
      ObjectCache<T> cache) {
    this.loop = loop;
    this.client = client;
    this.type = type;
    this.options = options;
    this.cache = cache;
    loop.run(this::list);
  }

  private void list() {
    loop.spawn("list " + type.plural(), this::fetch);
  }

  private void fetch() {
    try {
      var list = client.list(type, expired ? options.from("") : options);
      loop.run(() -> listed(list));
    } catch (ApiException refusal) {
      loop.run(() -> later(this::list));
    } catch (RuntimeException bug) {
      loop.run(() -> later(this::list));
      throw bug;
    }
  }

  private void listed(ObjectList<T> list) {
    if (closed) {
      return;
    }
    resourceVersion = list.resourceVersion();
    expired = false;
    retry = FIRST_RETRY;
    watch();
    tell(() -> cache.replace(list.items()), resourceVersion);
  }

  /// Changes the cache, which calls its listeners, up to a version. An exception of a listener is
  /// that listener's bug: it neither ends the watch nor keeps the others from being called. A while
  /// later all are called with everything again, since it is unknown what that one missed.
  private void tell(Runnable change, String version) {
    try {
      change.run();
    } catch (RuntimeException bug) {
      loop.after(LONGEST_RETRY, () -> tell(this::again, resourceVersion));
      throw bug;
    } finally {
      cache.at(version);
    }
  }

  private void again() {
    if (!closed) {
      cache.resync(loop.random());
    }
  }

  private void watch() {
    var mine = ++generation;
    var from = options.from(resourceVersion);
    loop.spawn(
        "watch " + type.plural(),
        () -> {
          try {
            var opened = client.watch(type, from, new Following(mine));
            loop.run(() -> opened(mine, opened));
          } catch (ApiException refusal) {
            loop.run(() -> ended(mine, refusal.code() == 410));
          } catch (RuntimeException bug) {
            loop.run(() -> ended(mine, true));
            throw bug;
          }
        });
  }

  private void opened(int mine, Cancellable opened) {
    if (closed || mine != generation) {
      opened.cancel();
    } else {
      watch = opened;
    }
  }

  private void ended(int mine, boolean expired) {
    if (closed || mine != generation) {
      return;
    }
    generation++;
    this.expired = expired;
    later(expired ? this::list : this::watch);
  }

  private void later(Runnable attempt) {
    var jitter = 0.5 + loop.random().nextDouble();
    loop.after(Duration.ofMillis((long) (retry.toMillis() * jitter)), attempt);
    retry =
        retry.multipliedBy(2).compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry.multipliedBy(2);
  }

  /// Passes the events of one watch to the loop, and drops those of a watch that is over.
  private final class Following implements Watcher<T> {
    private final int mine;

    Following(int mine) {
      this.mine = mine;
    }

    @Override
    public void event(EventType what, T object) {
      loop.run(() -> apply(what, object));
    }

    private void apply(EventType what, T object) {
      if (closed || mine != generation) {
        return;
      }
      resourceVersion = object.metadata().resourceVersion();
      retry = FIRST_RETRY;
      switch (what) {
        case ADDED, MODIFIED -> tell(() -> cache.put(object), resourceVersion);
        case DELETED -> tell(() -> cache.remove(object), resourceVersion);
      }
    }

    @Override
    public void bookmark(String version) {
      loop.run(() -> {
        if (mine == generation) {
          resourceVersion = version;
          cache.at(version);
        }
      });
    }

    @Override
    public void closed(boolean expired) {
      loop.run(() -> ended(mine, expired));
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.cancel();
  }
}
