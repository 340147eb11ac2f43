package timonier.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.apiserver.ApiServer;
import timonier.apiserver.Authorizer;
import timonier.apiserver.User;
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
import timonier.kubelet.Machine;
import timonier.kubelet.NodeStatuses.Knowledge;
import timonier.pods.Part;
import timonier.pods.SimulatedRuntime;
import timonier.pods.SimulatedHost;
import timonier.pods.SimulatedProgram;
import timonier.store.MemoryStore;
import timonier.store.Store;

/// A cluster in a [Simulation]: the real server, the real components, the real kubelets; only
/// containers, time and the ways between them are simulated.
public final class SimulatedCluster implements AutoCloseable {

  private static final Machine MACHINE =
      new Machine(2, 4L << 30, "simulated", "simulated", "linux", "amd64");

  private final Simulation simulation;
  private final Faults faults = new Faults();
  private final Store store = new MemoryStore();
  private final ApiServer server;
  private final Settings settings = Settings.defaults();
  private final Map<String, ComponentFactory> components = new TreeMap<>();
  private final Map<String, SimulatedHost> hosts = new TreeMap<>();
  private final Map<String, Integer> starts = new TreeMap<>();

  /// A cluster that has just been started.
  ///
  /// @param seed from which all choices come
  /// @param parts what it is made of
  /// @param nodes how many nodes it has
  public SimulatedCluster(long seed, List<Part> parts, int nodes) {
    this.simulation = new Simulation(seed);
    this.server =
        new ApiServer(
            simulation.loop("apiserver"),
            store,
            new Schemas(),
            parts,
            Authorizer.fixed(),
            Optional.empty());
    Part.extensions(parts, ComponentFactory.class).stream()
        .filter(factory -> factory.scope() == ComponentFactory.Scope.CLUSTER)
        .forEach(factory -> components.put(factory.name(), factory));
    components.keySet().forEach(this::startComponent);
    for (var node = 1; node <= nodes; node++) {
      var name = "node-" + node;
      var machine = simulation.loop("machine-" + node);
      hosts.put(name, new SimulatedHost(machine, "10.244." + node, _ -> SimulatedProgram.forever()));
      startNode(name);
    }
  }

  /// The world it lives in.
  public Simulation simulation() {
    return simulation;
  }

  /// What goes wrong.
  public Faults faults() {
    return faults;
  }

  /// The store, for those who check rules.
  public Store store() {
    return store;
  }

  /// A client without faults; to be used from within [Simulation#call].
  public Client admin() {
    return new TransportClient(server, User.component("test"));
  }

  /// The names of the components that a cluster has once.
  public List<String> components() {
    return new ArrayList<>(components.keySet());
  }

  /// The names of the nodes.
  public List<String> nodes() {
    return new ArrayList<>(hosts.keySet());
  }

  private EventLoop loop(String name) {
    return simulation.loop(name + "/" + starts.merge(name, 1, Integer::sum));
  }

  private Client client(EventLoop loop, String name) {
    return new TransportClient(
        new FaultyTransport(simulation, loop, () -> server, faults), User.component(name));
  }

  private void startComponent(String name) {
    var loop = loop(name);
    var factory = components.get(name);
    if (factory != null) {
      factory.start(new ComponentContext(loop, client(loop, name), settings));
    }
  }

  /// A component ends in the middle of whatever it does, and starts again a little later.
  public void crashComponent(String name) {
    faults.count("component crash");
    simulation.crash(name);
    startComponent(name);
  }

  /// A kubelet ends and starts again; its containers go on.
  public void crashKubelet(String node) {
    faults.count("kubelet crash");
    simulation.crash(node);
    startNode(node);
  }

  /// A node loses power: kubelet and containers end.
  public void killNode(String node) {
    faults.count("node death");
    simulation.crash(node);
    host(node).fail();
  }

  private SimulatedHost host(String node) {
    var host = hosts.get(node);
    if (host == null) {
      throw new IllegalArgumentException("there is no node " + node);
    }
    return host;
  }

  /// A node is switched on.
  public void startNode(String name) {
    var loop = loop(name);
    var client = client(loop, name);
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
    var known = new Knowledge(name, "127.0.0.1", 10250, MACHINE, 110, name, "simulated://1", "v1");
    var _ = new NodeRegistration(loop, client, known, Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    simulation.close();
  }
}
