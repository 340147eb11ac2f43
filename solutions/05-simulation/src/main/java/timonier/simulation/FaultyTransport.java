package timonier.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.sim.Simulation;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;
import timonier.store.Store;

/// One component's transport to the server. Calls take time, are refused, and their answers get
/// lost; watches lag, each by its own delay, and break. The events of one watch are neither
/// reordered nor repeated.
final class FaultyTransport implements Transport {

  private static final double REFUSED = 0.02;
  private static final double LOST = 0.02;
  private static final double CONFLICT = 0.01;
  private static final double STALE = 0.5;
  private static final double CUT = 0.01;
  private static final double LAG = 0.01;

  /// How far a watch may lag behind the others: long enough for a controller to act on another
  /// watch meanwhile.
  private static final Duration LONGEST_LAG = Duration.ofSeconds(4);

  /// How many revisions a stale list may lag behind.
  private static final int MOST_STALE = 40;

  /// How long a machine without a network waits for an answer.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// How often a watch checks whether the network is back.
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Simulation simulation;
  private final EventLoop loop;
  private final SimulatedServer server;
  private final Network network;
  private final Set<Stream> streams = new LinkedHashSet<>();

  /// The network of a component's machine.
  interface Network {
    Faults faults();

    /// Whether the server can be reached.
    boolean isConnected();

    /// Called before a request is sent.
    void sending(ApiRequest request);
  }

  FaultyTransport(Simulation simulation, EventLoop loop, SimulatedServer server, Network network) {
    this.simulation = simulation;
    this.loop = loop;
    this.server = server;
    this.network = network;
  }

  private Duration delay() {
    return Duration.ofMillis(1 + simulation.random().nextInt(20));
  }

  private boolean happens(String fault, double probability) {
    return network.faults().happens(fault, simulation.chance(probability));
  }

  private static ApiException unavailable(String why) {
    return new ApiException(Status.failure(503, "ServiceUnavailable", "simulated: " + why));
  }

  private void requireNetwork() {
    if (!network.isConnected()) {
      loop.sleep(TIMEOUT);
      throw unavailable("no route to host");
    }
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    network.sending(request);
    loop.sleep(delay());
    requireNetwork();
    if (happens("refused call", REFUSED)) {
      throw unavailable("the request did not arrive");
    }
    if (request.method().equals("PATCH") && happens("conflict", CONFLICT)) {
      throw new ApiException(
          Status.failure(409, "Conflict", "simulated: the object has been modified"));
    }
    var response = server.call(stale(request));
    loop.sleep(delay());
    requireNetwork();
    if (happens("lost reply", LOST)) {
      throw unavailable("the answer was lost");
    }
    return response;
  }

  /// A list that accepts any moment may get a past one.
  private ApiRequest stale(ApiRequest request) {
    var any =
        request.method().equals("GET")
            && request.parameter("resourceVersion").filter("0"::equals).isPresent();
    if (!any || !happens("stale list", STALE)) {
      return request;
    }
    Store store = server.store();
    var oldest = Math.max(store.compactedRevision(), store.revision() - MOST_STALE);
    var moment = simulation.random().nextLong(Math.max(oldest, 1), store.revision() + 1);
    return request
        .with("resourceVersion", Long.toString(moment))
        .with("resourceVersionMatch", "Exact");
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    loop.sleep(delay());
    requireNetwork();
    var stream = new Stream(observer, server.guarantees().begin(request));
    streams.add(stream);
    try {
      stream.source = server.watch(request, stream);
      return stream;
    } catch (ApiException refusal) {
      stream.cancel();
      if (refusal.code() == 410) {
        network.faults().count("expired watch");
        server.guarantees().expired(stream.judge, server.store().compactedRevision());
      }
      throw refusal;
    }
  }

  /// Breaks all connections, as the component has crashed.
  void disconnect() {
    List.copyOf(streams).forEach(Stream::cancel);
  }

  /// A watch whose events come late, and that may break after any of them.
  private final class Stream implements WatchObserver, Cancellable {
    private final WatchObserver observer;
    private final WatchGuarantees.Judge judge;
    private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
    private Cancellable source = () -> {};
    private Instant last = Instant.MIN;
    private boolean over;

    Stream(WatchObserver observer, WatchGuarantees.Judge judge) {
      this.judge = judge;
      this.observer = judge.observing(observer, () -> server.store().compactedRevision());
    }

    @Override
    public void event(String type, byte[] object) {
      later(() -> observer.event(type, object));
      if (happens("cut watch", CUT)) {
        later(this::cut);
      }
    }

    @Override
    public void closed() {
      later(this::cut);
    }

    private void cut() {
      cancel();
      observer.closed();
    }

    private void later(Runnable told) {
      var due = simulation.now().plus(delay());
      if (happens("lagging watch", LAG)) {
        due = due.plusMillis(simulation.random().nextLong(LONGEST_LAG.toMillis()));
      }
      last = due.isAfter(last) ? due : last;
      underWay.add(told);
      loop.after(Duration.between(simulation.now(), last), this::arrive);
    }

    /// Delivers the next event that is under way, once the network is back.
    private void arrive() {
      if (over) {
        return;
      }
      if (!network.isConnected()) {
        loop.after(LOOK, this::arrive);
        return;
      }
      underWay.remove().run();
    }

    @Override
    public void cancel() {
      over = true;
      judge.end();
      streams.remove(this);
      source.cancel();
    }
  }
}
