package timonier.nodes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;
import timonier.store.KeyRange;
import timonier.store.Store;

/// Ends the watches of a revoked certificate. Other calls show their certificate each time, but a
/// watch may last for an hour.
public final class RevocableWatches implements Transport {

  private static final int BATCH = 1000;

  private final EventLoop loop;
  private final Store store;
  private final Transport server;
  private final Store.Cursor lists;
  private final Set<Open> watches = ConcurrentHashMap.newKeySet();

  /// Starts to follow the lists of certificates.
  ///
  /// @param loop the server's, on which watches are served
  public RevocableWatches(EventLoop loop, Store store, Transport server) {
    this.loop = loop;
    this.store = store;
    this.server = server;
    var range = KeyRange.of(IssuedCertificates.LISTS);
    this.lists = store.watch(range, store.revision(), () -> loop.run(this::look));
  }

  /// Checks all watches at each change: there are few watches of nodes, and fewer revocations.
  private void look() {
    while (!lists.poll(BATCH).isEmpty()) {
      // drained only: the lists themselves are read below
    }
    watches.forEach(Open::check);
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    return server.call(request);
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    if (request.user().credential().isEmpty()) {
      return server.watch(request, observer);
    }
    var open = new Open(request.user(), observer);
    watches.add(open);
    try {
      open.source = server.watch(request, open);
    } catch (ApiException refusal) {
      watches.remove(open);
      throw refusal;
    }
    // the certificate may have been revoked before this watch was added
    loop.run(open::check);
    if (!watches.contains(open)) {
      open.source.cancel();
    }
    return open;
  }

  /// A watch that began with a certificate.
  private final class Open implements WatchObserver, Cancellable {
    private final User user;
    private final WatchObserver observer;
    private volatile Cancellable source = () -> {};

    Open(User user, WatchObserver observer) {
      this.user = user;
      this.observer = observer;
    }

    void check() {
      if (watches.contains(this) && !IssuedCertificates.isStill(store, user)) {
        source.cancel();
        closed();
      }
    }

    @Override
    public void event(String type, byte[] object) {
      observer.event(type, object);
    }

    @Override
    public void closed() {
      if (watches.remove(this)) {
        observer.closed();
      }
    }

    @Override
    public void cancel() {
      watches.remove(this);
      source.cancel();
    }
  }
}
