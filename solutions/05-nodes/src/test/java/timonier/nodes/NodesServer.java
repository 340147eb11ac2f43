package timonier.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import timonier.apiserver.ApiServer;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Pem;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.store.MemoryStore;

/// A server on virtual time that nodes may join, with a signer, and short methods to call it.
final class NodesServer implements AutoCloseable {

  static final String NODES = "/api/v1/nodes";
  static final String PODS = "/api/v1/namespaces/default/pods";
  static final String SECRETS = "/api/v1/namespaces/default/secrets";
  static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  static final String CSRS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  static final String CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
  static final String SERVING = "kubernetes.io/kubelet-serving";

  private static final Schemas SCHEMAS = new Schemas();

  final Simulation simulation = new Simulation(11);
  final MemoryStore store = new MemoryStore();
  final CertificateAuthority authority;
  final Transport server;
  private final EventLoop loop = simulation.loop("apiserver");
  private User user = User.admin();
  private int joins;

  NodesServer() {
    this.authority = CertificateAuthority.create("test", loop.now());
    var inside =
        new ApiServer(
                loop,
                store,
                SCHEMAS,
                List.of(PodsPart.part(), ApiServerPart.part(), NodesPart.part()),
                Optional.empty())
            .start();
    this.server = new RevocableWatches(loop, store, inside);
  }

  /// Signs certificates from now on.
  NodesServer withSigner() {
    return withSigner(CertificateSigner.LIFE);
  }

  /// Signs certificates with another life from now on.
  NodesServer withSigner(Duration life) {
    var context =
        new ComponentContext(
            simulation.loop("signer"), client(User.component("signer")), Settings.defaults());
    var _ = new CertificateSigner(context, authority, Set.of("127.0.0.1"), life);
    return this;
  }

  Client client(User user) {
    return new TransportClient(server, user);
  }

  NodesServer as(User user) {
    this.user = user;
    return this;
  }

  /// The user of a join token.
  Optional<User> bearer(String token) {
    var secret = token.substring(token.indexOf('.') + 1);
    return JoinTokens.authenticator(store, loop::now)
        .authenticate(new Authenticator.Credentials(Optional.empty(), Optional.of(secret)));
  }

  Instant now() {
    return loop.now();
  }

  /// The user of a certificate.
  User holder(X509Certificate certificate) {
    var shown = new Authenticator.Credentials(Optional.of(certificate), Optional.empty());
    return IssuedCertificates.authenticator(store, loop::now).authenticate(shown).orElseThrow();
  }

  /// Joins a node with a token, and returns its client certificate.
  Identity join(String node) {
    var joining = bearer(token(node)).orElseThrow();
    var pair = CertificateAuthority.newKey();
    var order = new CertificateOrder(CertificateKind.CLIENT, node, pair, List.of());
    var waiting = simulation.loop("join-" + ++joins);
    var certificate = simulation.call(() -> order.place(waiting, client(joining)));
    return new Identity(certificate, pair.getPrivate());
  }

  String token(String node) {
    return simulation.call(() ->
        JoinTokens.create(
            client(User.admin()), authority.identity().certificate(), node, loop.now()));
  }

  private ApiResponse call(String method, String url, String type, String body) {
    var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return server.call(ApiRequest.at(method, url, user).withBody(type, bytes));
  }

  private static JsonNode expect(int code, ApiResponse response) {
    var body = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(body).isEqualTo(code);
    return JsonFormat.parse(response.body());
  }

  JsonNode get(String url) {
    return expect(200, server.call(ApiRequest.at("GET", url, user)));
  }

  JsonNode create(String url, String document) {
    return expect(201, call("POST", url, "application/json", document));
  }

  JsonNode merge(String url, String patch) {
    return expect(200, call("PATCH", url, "application/merge-patch+json", patch));
  }

  void delete(String url) {
    expect(200, server.call(ApiRequest.at("DELETE", url, user)));
  }

  /// Sends a request that must be forbidden, and returns the sentence of the refusal.
  String forbidden(String method, String url, String body) {
    var type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    return expect(403, call(method, url, type, body)).path("message").asText();
  }

  String forbidden(String url) {
    return expect(403, server.call(ApiRequest.at("GET", url, user))).path("message").asText();
  }

  /// Starts a watch, and returns the sentence of its refusal; empty if it is allowed.
  String watch(String url) {
    var request = ApiRequest.at("GET", url, user).with("watch", "true");
    try {
      server.watch(request, new Deaf()).cancel();
      return "";
    } catch (ApiException refusal) {
      assertThat(refusal.code()).isEqualTo(403);
      return String.valueOf(refusal.getMessage());
    }
  }

  private static final class Deaf implements Transport.WatchObserver {
    @Override
    public void event(String type, byte[] object) {}

    @Override
    public void closed() {}
  }

  /// Writes a pod on a node.
  ///
  /// @param spec the rest of its specification, beginning with a comma
  void pod(String name, String node, String spec) {
    create(
        PODS,
        "{'metadata':{'name':'%s'},'spec':{'nodeName':'%s'%s}}"
            .formatted(
                name,
                node,
                spec.contains("'containers'")
                    ? spec
                    : ",'containers':[{'name':'c','image':'i'}]" + spec));
  }

  /// Returns a request for a certificate.
  static String request(String signer, String node, KeyPair pair, List<String> addresses) {
    var bytes =
        CertificateAuthority.request(pair, User.NODE_PREFIX + node, List.of(User.NODES), addresses);
    var pem = Pem.block("CERTIFICATE REQUEST", bytes);
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  /// Returns the document of a request for a certificate.
  static String document(String name, String signer, String request) {
    return "{'metadata':{'name':'%s'},'spec':{'request':'%s','signerName':'%s','usages':['%s']}}"
        .formatted(name, request, signer, signer.equals(SERVING) ? "server auth" : "client auth");
  }

  static String document(String name, String signer, String node, List<String> addresses) {
    var pair = CertificateAuthority.newKey();
    return document(name, signer, request(signer, node, pair, addresses));
  }

  /// Whether a request was granted after a while.
  boolean isIssued(String name) {
    simulation.runFor(Duration.ofSeconds(5));
    var asked = user;
    var status = as(User.admin()).get(CSRS + "/" + name).at("/status/certificate");
    as(asked);
    return !status.asText().isEmpty();
  }

  @Override
  public void close() {
    simulation.close();
  }
}
