package timonier.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.ApiServer;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.schema.Schemas;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.loop.Promise;
import timonier.kit.sim.SimulatedDisk;
import timonier.kit.sim.Simulation;
import timonier.nodes.NodesPart;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Part;
import timonier.pods.objects.Status;
import timonier.store.LogStore;
import timonier.store.MemoryStore;
import timonier.store.Store;

/// The API server of a simulated cluster, which may crash: then pending calls get no answer and
/// watches end; acknowledged writes are still there when it is back.
final class SimulatedServer implements Transport {

  private final Simulation simulation;
  private final List<Part> parts;
  private final Schemas schemas;
  private final Optional<SimulatedDisk> disk;
  private final Set<Promise<ApiResponse>> unanswered = new LinkedHashSet<>();
  private final Set<Open> watches = new LinkedHashSet<>();
  private final WatchGuarantees guarantees = new WatchGuarantees();
  private Store store = new MemoryStore();
  private @Nullable Running running;
  private int starts;

  /// One life of the server.
  private record Running(EventLoop loop, ApiServer server) {}

  /// Starts a server.
  ///
  /// @param durable whether its data is on a disk that may lose power, as with [LogStore], or in a
  ///   store that outlives it, as with etcd
  SimulatedServer(Simulation simulation, List<Part> parts, Schemas schemas, boolean durable) {
    this.simulation = simulation;
    this.parts = NodesPart.with(parts);
    this.schemas = schemas;
    this.disk = durable ? Optional.of(new SimulatedDisk(simulation::pause)) : Optional.empty();
  }

  /// Its store; another one after each start from a disk.
  Store store() {
    return store;
  }

  /// The guarantees of all watches, judged against all writes.
  WatchGuarantees guarantees() {
    return guarantees;
  }

  boolean isUp() {
    return running != null;
  }

  /// Starts it; this takes a while.
  void start() {
    var loop = simulation.loop("apiserver/" + ++starts);
    loop.spawn(
        "start",
        () -> {
          disk.ifPresent(found -> store = new LogStore(loop, found));
          var server = new ApiServer(loop, store, schemas, parts, Optional.empty()).start();
          running = new Running(loop, server);
        });
  }

  /// Crashes it in the middle of whatever it does.
  ///
  /// @param power whether its machine loses power too, and with it all that was not synced
  void crash(boolean power) {
    running = null;
    simulation.crash("apiserver");
    disk.ifPresent(SimulatedDisk::processEnded);
    if (power) {
      disk.ifPresent(found -> found.powerCut(simulation.random()));
    }
    List.copyOf(unanswered).forEach(answer -> answer.fail(unavailable("connection reset")));
    unanswered.clear();
    List.copyOf(watches).forEach(Open::closed);
  }

  private static ApiException unavailable(String why) {
    return new ApiException(Status.failure(503, "ServiceUnavailable", "simulated: " + why));
  }

  private Running running() {
    if (running == null) {
      throw unavailable("connection refused");
    }
    return running;
  }

  @Override
  public ApiResponse call(ApiRequest request) {
    var current = running();
    Promise<ApiResponse> answer = current.loop().promise();
    unanswered.add(answer);
    current.loop().spawn("request", () -> answer.complete(current.server().call(request)));
    try {
      return answer.await();
    } finally {
      unanswered.remove(answer);
    }
  }

  @Override
  public Cancellable watch(ApiRequest request, WatchObserver observer) {
    var open = new Open(observer);
    open.source = running().server().watch(request, open);
    watches.add(open);
    return open;
  }

  /// An open watch, which a crash ends.
  private final class Open implements WatchObserver, Cancellable {
    private final WatchObserver observer;
    private Cancellable source = () -> {};

    Open(WatchObserver observer) {
      this.observer = observer;
    }

    @Override
    public void event(String type, byte[] object) {
      observer.event(type, object);
    }

    @Override
    public void closed() {
      watches.remove(this);
      observer.closed();
    }

    @Override
    public void cancel() {
      watches.remove(this);
      source.cancel();
    }
  }
}
