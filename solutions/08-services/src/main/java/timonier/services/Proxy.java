package timonier.services;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.kit.loop.EventLoop;
import timonier.services.ProxyPlan.Place;

/// Makes a node answer at the addresses of all services.
public final class Proxy {

  /// How long to wait before listening again at an address where that failed.
  private static final Duration RETRY = Duration.ofSeconds(2);

  /// The pause between two looks for silent peers. The second look finds every silent peer, so it
  /// is removed within three seconds, as long as a look takes less than half a second.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final ObjectCache<Service> services;
  private final ObjectCache<EndpointSlice> slices;
  private final Listeners listeners;
  private final String nodeAddress;
  private Map<Place, List<Place>> routes = new TreeMap<>();
  private boolean due;
  private boolean busy;

  private Proxy(ComponentContext context, Listeners listeners) {
    this.loop = context.loop();
    this.services = context.cache(Service.TYPE);
    this.slices = context.cache(EndpointSlice.TYPE);
    this.listeners = listeners;
    this.nodeAddress = context.settings().nodeAddress();
  }

  /// Starts the proxy of a node.
  static void start(ComponentContext context, Listeners listeners) {
    var proxy = new Proxy(context, listeners);
    context.whenSynced(() -> {
      proxy.services.listen((_, _) -> proxy.changed());
      proxy.slices.listen((_, _) -> proxy.changed());
      proxy.changed();
      proxy.lookAtPeers();
    });
  }

  /// Looks at the peers, and schedules the next look even if this one failed.
  private void lookAtPeers() {
    loop.spawn(
        "look at peers",
        () -> {
          try {
            listeners.endSilentPeers();
          } finally {
            loop.run(() -> loop.after(LOOK, this::lookAtPeers));
          }
        });
  }

  /// Schedules one update for any number of changes.
  private void changed() {
    if (!due) {
      due = true;
      loop.run(this::look);
    }
  }

  private void look() {
    if (busy) {
      return;
    }
    due = false;
    var next = ProxyPlan.routes(services.list(), slices.list(), nodeAddress);
    if (!next.equals(routes)) {
      routes = next;
      apply();
    }
  }

  private void apply() {
    busy = true;
    var wanted = routes;
    loop.spawn(
        "listen",
        () -> {
          try {
            var failed = listeners.route(wanted);
            loop.run(() -> applied(failed.isEmpty()));
          } catch (RuntimeException bug) {
            loop.run(() -> applied(false));
            throw bug;
          }
        });
  }

  private void applied(boolean everywhere) {
    busy = false;
    if (!everywhere) {
      loop.after(RETRY, this::again);
    }
    if (due) {
      look();
    }
  }

  private void again() {
    if (!busy) {
      apply();
    }
  }
}
