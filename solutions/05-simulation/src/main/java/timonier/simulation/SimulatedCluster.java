package timonier.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.ApiEventSink;
import timonier.client.ApiPodSource;
import timonier.client.ApiPodStatusSink;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.NodeRegistration;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.kubelet.Kubelet;
import timonier.kubelet.node.Machine;
import timonier.kubelet.node.NodeStatuses.Knowledge;
import timonier.kubelet.node.NodeUsage;
import timonier.pods.objects.Part;
import timonier.pods.runtime.ContainerRuntime;
import timonier.pods.simulated.SimulatedHost;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.Store;

/// A cluster in a [Simulation]: the real server, the real components, the real kubelets. Only
/// containers, time and the network are simulated.
public final class SimulatedCluster implements AutoCloseable {

  private static final Machine MACHINE =
      new Machine(2, 4L << 30, "simulated", "simulated", "linux", "amd64");

  private static final NodeUsage USAGE = new NodeUsage(4L << 30, 3L << 30, 64L << 30, 32L << 30);

  /// The schemas are the same for every cluster, and take a while to read.
  private static final Schemas SCHEMAS = new Schemas();

  private final Simulation simulation;
  private final Faults faults = new Faults();
  private final SimulatedServer server;
  private final Settings settings = Settings.defaults();
  private final Map<String, ComponentFactory> factories = new TreeMap<>();
  private final Map<String, Life> lives = new TreeMap<>();
  private final Map<String, SimulatedHost> hosts = new TreeMap<>();
  private final Map<String, Integer> starts = new TreeMap<>();
  private final Set<String> cutOff = new TreeSet<>();
  private final List<Observer> observers = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();
  private @Nullable Store polled;
  private long polledRevision;

  /// Called when components send requests, with their caches at that moment.
  public interface Observer {
    /// Called before a component sends a request.
    ///
    /// @param component its name
    /// @param context its context, with its caches
    void sends(String component, ComponentContext context, ApiRequest request);
  }

  /// How a simulated cluster is made.
  ///
  /// @param seed the source of all random choices
  /// @param parts the parts of the cluster
  /// @param nodes how many nodes it has
  /// @param durable whether the server's store is on a disk that shares its power cuts, or survives
  ///   them
  public record Plan(long seed, List<Part> parts, int nodes, boolean durable) {}

  /// Starts a cluster.
  public SimulatedCluster(Plan plan) {
    this.simulation = new Simulation(plan.seed());
    this.server = new SimulatedServer(simulation, plan.parts(), SCHEMAS, plan.durable());
    plan.parts().stream()
        .flatMap(part -> part.resourceTypes().stream())
        .forEach(type -> follow(type.groupResource(), server.guarantees()::wrote));
    server.start();
    Part.extensions(plan.parts(), ComponentFactory.class).stream()
        .filter(factory -> factory.scope() == ComponentFactory.Scope.CLUSTER)
        .forEach(factory -> factories.put(factory.name(), factory));
    factories.keySet().forEach(this::startComponent);
    for (var node = 1; node <= plan.nodes(); node++) {
      var name = "node-" + node;
      var machine = simulation.loop("machine-" + node);
      hosts.put(name, new SimulatedHost(machine, "10.244." + node, SimulatedProgram::usual));
      startNode(name);
    }
    simulation.always(this::poll);
  }

  private void poll() {
    var store = server.store();
    if (store != polled || store.revision() != polledRevision) {
      polled = store;
      polledRevision = store.revision();
      followers.forEach(Follower::poll);
    }
  }

  /// The simulation that it runs in.
  public Simulation simulation() {
    return simulation;
  }

  /// The faults of the cluster.
  public Faults faults() {
    return faults;
  }

  /// Registers an observer of every write to one type of object, in order, across crashes of the
  /// server.
  ///
  /// @param resource as in `pods`
  public void follow(String resource, Consumer<Change> observer) {
    followers.add(new Follower(KeyRange.of(resource), observer));
  }

  /// The revision of the newest write.
  public long revision() {
    return server.store().revision();
  }

  /// The guarantees of all watches, judged at the component's end of each.
  public WatchGuarantees guarantees() {
    return server.guarantees();
  }

  /// Registers an observer of the requests of components.
  public void observe(Observer observer) {
    observers.add(observer);
  }

  /// A client without faults. Must be used within [Simulation#call] while the server is up.
  public Client admin() {
    return new TransportClient(server, User.component("test"));
  }

  /// The transport to the server, without faults. Must be used within the simulation while the
  /// server is up.
  public Transport transport() {
    return server;
  }

  /// The names of the components that a cluster has once.
  public List<String> components() {
    return new ArrayList<>(factories.keySet());
  }

  /// The names of the nodes.
  public List<String> nodes() {
    return new ArrayList<>(hosts.keySet());
  }

  /// One life of a component or node, from a start to a crash.
  private final class Life implements FaultyTransport.Network {
    private final String name;
    private final EventLoop loop;
    private final FaultyTransport transport;
    private final ComponentContext context;

    Life(String name) {
      this.name = name;
      this.loop = simulation.loop(name + "/" + starts.merge(name, 1, Integer::sum));
      this.transport = new FaultyTransport(simulation, loop, server, this);
      this.context = new ComponentContext(loop, client(), settings);
      lives.put(name, this);
    }

    private Client client() {
      return new TransportClient(
          transport, hosts.containsKey(name) ? User.node(name) : User.component(name));
    }

    @Override
    public Faults faults() {
      return faults;
    }

    @Override
    public boolean isConnected() {
      return !cutOff.contains(name);
    }

    @Override
    public void sending(ApiRequest request) {
      if (!request.method().equals("GET")) {
        simulation.trace(name + " " + request.method() + " " + request.path());
      }
      observers.forEach(observer -> observer.sends(name, context, request));
    }

    void crash() {
      simulation.crash(name);
      transport.disconnect();
    }
  }

  private Life life(String name) {
    var life = lives.get(name);
    if (life == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return life;
  }

  private void startComponent(String name) {
    var factory = factories.get(name);
    if (factory != null) {
      factory.start(new Life(name).context);
    }
  }

  /// Crashes a component in the middle of whatever it does, and restarts it.
  public void crashComponent(String name) {
    faults.count("component crash");
    life(name).crash();
    startComponent(name);
  }

  /// Makes a component look at all objects again, in another order.
  public void repeatKeys(String name) {
    faults.count("keys repeated");
    life(name).loop.run(() -> life(name).context.resync());
  }

  /// Crashes the server in the middle of whatever it does.
  ///
  /// @param power whether its machine loses power too
  public void crashServer(boolean power) {
    faults.count(power ? "server power cut" : "server crash");
    server.crash(power);
  }

  /// Starts the server again.
  public void startServer() {
    server.start();
  }

  /// Whether the server answers.
  public boolean isServerUp() {
    return server.isUp();
  }

  /// Compacts the store: watches that were cut off before must list again.
  public void compact() {
    faults.count("compaction");
    server.store().compact(server.store().revision());
  }

  /// Crashes a kubelet, and restarts it; its containers go on.
  public void crashKubelet(String node) {
    faults.count("kubelet crash");
    life(node).crash();
    startNode(node);
  }

  /// Cuts the power of a node: kubelet and containers end.
  public void killNode(String node) {
    faults.count("node death");
    life(node).crash();
    host(node).fail();
  }

  /// Fills the disk of a node, or makes room again.
  public void fullDisk(String node, boolean isFull) {
    faults.count("full disk");
    host(node).full(isFull);
  }

  /// Ends a container of a node, as if by itself.
  public void endContainer(String node) {
    faults.count("container end");
    host(node).containers().stream()
        .filter(record -> record.state() == ContainerRuntime.State.RUNNING)
        .findFirst()
        .ifPresent(record -> host(node).end(record.id(), 1));
  }

  /// Cuts a node off from the server; its containers go on.
  public void cutOff(String node) {
    faults.count("node cut off");
    cutOff.add(node);
  }

  /// Reconnects a node.
  public void reconnect(String node) {
    cutOff.remove(node);
  }

  private SimulatedHost host(String node) {
    var host = hosts.get(node);
    if (host == null) {
      throw new IllegalArgumentException("there is no node " + node);
    }
    return host;
  }

  /// Starts a node.
  public void startNode(String name) {
    var life = new Life(name);
    var loop = life.loop;
    var client = life.client();
    var runtime = new SimulatedRuntime(loop, host(name), SimulatedRuntime.Faults.none());
    var kubelet =
        new Kubelet(
            loop,
            new Kubelet.Settings(name, "127.0.0.1"),
            new Kubelet.Ports(
                runtime,
                List.of(new ApiPodSource(loop, client, name)),
                new ApiPodStatusSink(client),
                new ApiEventSink(loop, client, name),
                List.of(),
                List.of()));
    kubelet.start();
    var known =
        new Knowledge(
            name, "127.0.0.1", 10250, MACHINE, () -> USAGE, 110, name, "simulated://1", "v1");
    var _ = new NodeRegistration(loop, client, known, Duration.ofSeconds(10));
  }

  /// Reads the writes of one type of object, across restarts of the store.
  private final class Follower {
    private final KeyRange range;
    private final Consumer<Change> observer;
    private Store store = server.store();
    private Store.Cursor cursor;
    private long seen;

    Follower(KeyRange range, Consumer<Change> observer) {
      this.range = range;
      this.observer = observer;
      this.seen = store.revision();
      this.cursor = store.watch(range, seen, () -> {});
    }

    void poll() {
      if (store != server.store()) {
        store = server.store();
        if (store.revision() < seen) {
          throw new AssertionError(
              "nothing is lost: revision %d was shown, and the store is back at %d"
                  .formatted(seen, store.revision()));
        }
        cursor = store.watch(range, seen, () -> {});
      }
      for (var change : cursor.poll(1000)) {
        observer.accept(change);
      }
      seen = cursor.revision();
    }
  }

  @Override
  public void close() {
    simulation.close();
  }
}
