package timonier.assembly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.Client;
import timonier.client.NodeRegistration;
import timonier.client.TransportClient;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.LiveLoops;
import timonier.kit.loop.MemoryFolder;
import timonier.kubelet.http.ContainerLogs;
import timonier.kubelet.http.KubeletServer;
import timonier.kubelet.http.KubeletStreams;
import timonier.kubelet.node.Machine;
import timonier.pods.Manifests;
import timonier.pods.objects.Json;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;
import timonier.pods.process.ProcessRuntime;
import timonier.pods.runtime.ContainerRuntime;
import timonier.simulation.SimulatedCluster;
import timonier.store.MemoryStore;

/// A whole cluster within this process: the real server on a port with TLS, the real components,
/// nodes with real kubelets. Its store is gone when it is closed.
public final class EmbeddedCluster implements AutoCloseable {

  private static final String SERVICES = "10.96.0.0/16";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NODE_MONITOR_GRACE = Duration.ofSeconds(40);

  private final Credentials credentials;
  private final ControlPlane plane;
  private final Optional<HostRange> range;
  private final List<EmbeddedNode> nodes = new ArrayList<>();
  private final Lifetime lifetime;

  /// What runs the containers of a cluster.
  public enum Runtime {
    /// Containers are records: they start at once, and do nothing.
    SIMULATED,
    /// Containers are processes of this machine.
    PROCESS
  }

  /// What to start.
  ///
  /// @param nodes how many nodes it has
  /// @param runtime what runs containers
  /// @param folder for what nodes need on disk; the caller removes it
  /// @param foundation the parts that it shares with other clusters
  public record Plan(int nodes, Runtime runtime, Path folder, Foundation foundation) {}

  /// What the clusters of one process share, because it takes a while to make. Their servers have
  /// the same identity, but each cluster has a token of its own.
  ///
  /// @param schemas of the objects
  /// @param authority the authority that signed the servers' certificate
  /// @param tls the servers' identity
  public record Foundation(Schemas schemas, CertificateAuthority authority, SSLContext tls) {
    /// Makes a new one.
    public static Foundation make() {
      var now = Instant.now();
      var authority = CertificateAuthority.create("timonier", now);
      return new Foundation(
          new Schemas(), authority, Credentials.tls(authority, ServerAddress.local(0), now));
    }
  }

  private EmbeddedCluster(Plan plan) {
    this.credentials = Credentials.fresh(plan.foundation().authority());
    this.range =
        plan.runtime() == Runtime.PROCESS
            ? Optional.of(HostRange.claim(plan.folder().toAbsolutePath().normalize()))
            : Optional.empty();
    var services = range.map(HostRange::services).orElse(SERVICES);
    this.plane =
        new ControlPlane(
            new ControlPlane.Plan(
                _ -> new MemoryStore(),
                plan.foundation().schemas(),
                services,
                ServerAddress.local(0),
                Assembly.LAST,
                NODE_MONITOR_GRACE),
            credentials,
            plan.foundation().tls());
    this.lifetime = range.isPresent() ? Lifetime.ofProcess() : new Lifetime();
    lifetime.atEnd(this::end);
  }

  /// Starts a cluster; all its nodes are ready when this returns.
  public static EmbeddedCluster start(Plan plan) {
    var cluster = new EmbeddedCluster(plan);
    try {
      cluster.plane.startComponents();
      cluster.startNodes(plan);
      return cluster;
    } catch (RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  private void startNodes(Plan plan) {
    var since = Instant.now();
    var names = new TreeSet<String>();
    var tls = range.map(found -> tls(found, plan.nodes())).orElseGet(plane::tls);
    range.ifPresent(found -> lifetime.make(() -> found.prepare("process")));
    for (var number = 1; number <= plan.nodes(); number++) {
      var node = number;
      lifetime.make(() -> nodes.add(new EmbeddedNode(plan, node, tls)));
      names.add(nodes.getLast().name);
    }
    if (!new ReadyNodes(plan.nodes(), names, since).await(plane, PATIENCE)) {
      throw new IllegalStateException(
          "not all nodes were ready after %d s".formatted(PATIENCE.toSeconds()));
    }
  }

  /// The nodes' identity, under all their addresses.
  private SSLContext tls(HostRange range, int nodes) {
    var addresses = IntStream.rangeClosed(1, nodes).mapToObj(range::nodeAddress).toList();
    var authority = credentials.authority();
    var identity = authority.server("kubelet", addresses, Instant.now());
    return Tls.context(Optional.of(identity), authority.identity().certificate());
  }

  /// A node in this process.
  private final class EmbeddedNode implements AutoCloseable {
    private final String name;
    private final Path home;
    private final LiveLoops machine = new LiveLoops(BugLog::write);
    private final LiveLoops loops = new LiveLoops(BugLog::write);
    private final ContainerRuntime runtime;
    private final KubeletServer server;

    EmbeddedNode(Plan plan, int number, SSLContext tls) {
      this.name = "node-" + number;
      this.home = plan.folder().resolve(name);
      var address =
          range
              .map(found -> found.nodeAddress(number))
              .orElse(InetAddress.getLoopbackAddress().getHostAddress());
      this.runtime =
          range
              .map(found -> Runtimes.processes(home, found, number, machine))
              .orElseGet(() -> Runtimes.simulated(number, machine));
      this.server = server(address, tls);
      var client = new TransportClient(plane.server(), User.node(name));
      var agent =
          new NodeAgent(
              loops,
              client,
              runtime,
              new NodeAgent.NodePlan(name, address, server.port(), home, NodeRegistration.RENEWAL));
      server.tell(agent::pods, Machine.here(), agent.stats());
    }

    private KubeletServer server(String address, SSLContext tls) {
      try {
        return KubeletServer.secure(
            new InetSocketAddress(address, 0),
            tls,
            Credentials.SERVER,
            new ContainerLogs(runtime),
            new KubeletStreams(loops.loop("pod-streams"), runtime),
            loops.loop("kubelet-server"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      server.close();
      loops.close();
      if (runtime instanceof ProcessRuntime processes) {
        processes.removeAll();
      }
      runtime.close();
      MemoryFolder.unmountBelow(home);
      machine.close();
    }
  }

  /// A whole cluster in virtual time.
  ///
  /// @param seed the source of all random choices
  public static SimulatedCluster simulated(int nodes, long seed) {
    var parts = Assembly.parts(Assembly.LAST, SERVICES);
    return new SimulatedCluster(new SimulatedCluster.Plan(seed, parts, nodes, false));
  }

  /// Creates the objects of a manifest; those without a namespace go to `default`.
  ///
  /// @param manifest YAML or JSON, of one document or several
  /// @throws IllegalArgumentException if a document is not of a kind that is served here
  public static void create(Client client, String manifest) {
    var types = Part.resourceTypes(Assembly.parts(Assembly.LAST, SERVICES));
    Manifests.read(manifest).forEach(document -> create(client, types, document));
  }

  private static void create(Client client, List<ResourceType<?>> types, ObjectNode document) {
    var version = document.path("apiVersion").asText();
    var kind = document.path("kind").asText();
    var type =
        types.stream()
            .filter(known -> known.kind().equals(kind) && known.apiVersion().equals(version))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no kind \"%s\" in version \"%s\"".formatted(kind, version)));
    var namespace = document.path("metadata").path("namespace").asText("default");
    client.create(type, type.namespaced() ? namespace : "", Json.of(document));
  }

  /// Returns the URL of the server, which begins to listen at the first call.
  public URI server() {
    return URI.create("https://127.0.0.1:" + plane.listen());
  }

  /// The administrator's token.
  public String token() {
    return credentials.adminToken();
  }

  /// The authority that signed the server's certificate.
  public X509Certificate authority() {
    return credentials.authority().identity().certificate();
  }

  /// The text of a `kubeconfig` for an administrator.
  public String kubeconfig() {
    return credentials.kubeconfig(plane.listen());
  }

  /// A client within this process that may do everything.
  public Client client() {
    return plane.client("test");
  }

  /// Forgets earlier versions of objects at once, as the server does after some minutes.
  public void forget() {
    plane.forget();
  }

  @Override
  public void close() {
    lifetime.close();
  }

  private void end() {
    nodes.forEach(EmbeddedNode::close);
    plane.close();
    range.ifPresent(HostRange::release);
  }
}
