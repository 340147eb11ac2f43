package timonier.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.ApiServer;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.extensions.NodeConnection;
import timonier.apiserver.http.HttpServer;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.apiserver.streams.NodeChannels;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.HttpTransport;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.LiveLoops;
import timonier.kit.loop.Loops;
import timonier.nodes.CertificateSigner;
import timonier.nodes.IssuedCertificates;
import timonier.nodes.NodesPart;
import timonier.nodes.RevocableWatches;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Part;
import timonier.pods.runtime.ContainerRuntime.Connection;
import timonier.store.Store;

/// The server and the components of the control plane, in this process.
final class ControlPlane implements AutoCloseable {

  private final Loops loops;
  private final Store store;
  private final ApiServer server;
  private final Transport outside;
  private final ServerAddress address;
  private @Nullable HttpServer http;
  private final Settings settings;
  private final SSLContext tls;
  private final List<Part> parts;
  private final Credentials credentials;
  private final int last;

  /// The components that run, the last started first.
  private final ArrayDeque<AutoCloseable> started = new ArrayDeque<>();

  /// How to make it.
  ///
  /// @param store makes the store on an event loop
  /// @param schemas of the objects
  /// @param services the addresses that services get
  /// @param address where it listens
  /// @param last the number of the last part
  /// @param nodeMonitorGrace how long a node may go without a heartbeat
  record Plan(
      Function<EventLoop, Store> store,
      Schemas schemas,
      String services,
      ServerAddress address,
      int last,
      Duration nodeMonitorGrace) {

    /// A server that keeps its objects in a data folder.
    static Plan durable(
        DataFolder folder,
        HostRange range,
        ServerAddress address,
        int last,
        Duration nodeMonitorGrace) {
      return new Plan(
          new StoreFolder(folder)::open,
          new Schemas(),
          range.services(),
          address,
          last,
          nodeMonitorGrace);
    }
  }

  /// Opens its store. Nobody reaches it from outside before [#listen], and nothing acts in it
  /// before [#startComponents].
  ///
  /// @param tls its identity and its trusted authority
  ControlPlane(Plan plan, Credentials credentials, SSLContext tls) {
    this.loops = new LiveLoops(BugLog::write);
    var loop = loops.loop("apiserver");
    this.settings = new Settings(plan.nodeMonitorGrace(), "", "", plan.services());
    this.store = plan.store().apply(loops.loop("store"));
    this.parts = parts(plan, credentials);
    this.credentials = credentials;
    this.last = plan.last();
    this.tls = tls;
    this.address = plan.address();
    var nodes = new HttpNodes(tls);
    this.server = new ApiServer(loop, store, plan.schemas(), parts, Optional.of(nodes)).start();
    this.outside = new RevocableWatches(loop, store, server);
  }

  /// The orchestrator's parts, and the authenticator of administrators. At every stage, nodes may
  /// only touch their own objects.
  private static List<Part> parts(Plan plan, Credentials credentials) {
    var administrators =
        new Part(
            plan.last(),
            "administrators",
            List.of(),
            List.of((Authenticator.Factory) _ -> credentials.authenticator()));
    var all = new ArrayList<>(NodesPart.with(Assembly.parts(plan.last(), plan.services())));
    all.add(administrators);
    return List.copyOf(all);
  }

  /// Listens on its port, unless it already does.
  ///
  /// @return the port
  synchronized int listen() {
    var open = http;
    if (open == null) {
      open =
          new HttpServer(
              loops.loop("streams"),
              outside,
              server.authenticator(),
              address.bind(),
              address.port(),
              tls);
      http = open;
    }
    return open.port();
  }

  /// Starts the components; the second call does nothing. They begin by reading all that is stored,
  /// so the server should listen first: it need not wait for them.
  synchronized void startComponents() {
    if (last >= 5) {
      var signer = context("certificate-signer");
      started.push(signer);
      var _ =
          new CertificateSigner(
              signer, credentials.authority(), Set.copyOf(address.names()), CertificateSigner.LIFE);
    }
    Part.extensions(parts, ComponentFactory.class).stream()
        .filter(factory -> factory.scope() == ComponentFactory.Scope.CLUSTER)
        .forEach(factory -> started.push(factory.start(context(factory.name()))));
  }

  private ComponentContext context(String name) {
    return new ComponentContext(loops.loop(name), client(name), settings);
  }

  /// A client within this process.
  Client client(String name) {
    return new TransportClient(server, User.component(name));
  }

  Loops loops() {
    return loops;
  }

  /// The server, called without a network.
  ApiServer server() {
    return server;
  }

  /// The server's identity and its trusted authority.
  SSLContext tls() {
    return tls;
  }

  /// Whether a node's certificate is accepted, and still will be at a given moment.
  boolean accepts(String node, X509Certificate certificate, Instant until) {
    return IssuedCertificates.isGood(store, node, certificate, until);
  }

  /// Forgets earlier versions of objects.
  void forget() {
    store.compact(store.revision());
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      close(started.pop());
    }
    loops.close();
    if (http != null) {
      http.close();
    }
    store.close();
  }

  /// Closes a component. If that fails, the others are closed all the same.
  private static void close(AutoCloseable component) {
    try {
      component.close();
    } catch (Exception bug) {
      BugLog.write("close", bug);
    }
  }

  /// Calls kubelets over the network.
  private static final class HttpNodes implements NodeConnection {
    private final ConcurrentHashMap<String, HttpTransport> transports = new ConcurrentHashMap<>();
    private final SSLContext tls;

    HttpNodes(SSLContext tls) {
      this.tls = tls;
    }

    @Override
    public void logs(JsonNode node, String pathAndQuery, OutputStream out) throws IOException {
      var transport =
          transports.computeIfAbsent(
              "https://" + address(node) + ":" + port(node), this::transport);
      var request = ApiRequest.at("GET", pathAndQuery, User.component("apiserver"));
      try {
        transport.stream(request, out);
      } catch (ApiException refusal) {
        throw refusal.is("ServiceUnavailable")
            ? ApiException.internal("node " + name(node) + ": " + refusal.getMessage())
            : refusal;
      }
    }

    private static String name(JsonNode node) {
      return node.at("/metadata/name").asText();
    }

    @Override
    public NodeChannels open(JsonNode node, String pathAndQuery) {
      return NodeChannels.open(tls, address(node), port(node), pathAndQuery);
    }

    @Override
    public Connection dial(JsonNode node) throws IOException {
      return NodeChannels.dial(tls, address(node), port(node));
    }

    private static String address(JsonNode node) {
      return node.at("/status/addresses/0/address").asText();
    }

    private static int port(JsonNode node) {
      return node.at("/status/daemonEndpoints/kubeletEndpoint/Port").asInt();
    }

    private HttpTransport transport(String address) {
      return new HttpTransport(URI.create(address), Optional.empty(), tls);
    }
  }
}
