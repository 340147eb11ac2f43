package timonier.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.nodes.NodesServer.CSRS;
import static timonier.nodes.NodesServer.NODES;
import static timonier.nodes.NodesServer.SERVING;
import static timonier.nodes.NodesServer.document;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.client.Client;
import timonier.client.TransportClient;
import timonier.kit.certificates.Identity;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.pods.objects.ApiException;

class NodeCertificateTest {

  /// Short, so that no years of virtual time pass; a test below checks that a real one lasts a
  /// year.
  private static final Duration LIFE = Duration.ofDays(10);

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  private final NodesServer server = new NodesServer().withSigner(LIFE);

  @AfterEach
  void close() {
    server.close();
  }

  /// Keeps all identities in memory.
  private static final class Kept implements NodeCertificate.Keeper {
    final List<Identity> all = new ArrayList<>();

    @Override
    public Optional<Identity> identity() {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    @Override
    public void keep(Identity identity) {
      all.add(identity);
    }

    X509Certificate newest() {
      return all.getLast().certificate();
    }
  }

  /// A client that shows the newest of some certificates with each request, as over the network.
  private Client client(Kept kept) {
    var known =
        new Transport() {
          @Override
          public ApiResponse call(ApiRequest request) {
            try {
              var user = server.holder(kept.newest());
              return server.server.call(
                  new ApiRequest(
                      request.method(),
                      request.path(),
                      request.query(),
                      request.headers(),
                      request.body(),
                      user));
            } catch (ApiException refusal) {
              return ApiResponse.of(refusal.status());
            }
          }

          @Override
          public Cancellable watch(ApiRequest request, WatchObserver observer) {
            throw new AssertionError("nobody watches here");
          }
        };
    return new TransportClient(known, User.anonymous());
  }

  private Kept clientCertificates(String node) {
    var kept = new Kept();
    kept.all.add(server.join(node));
    var loop = server.simulation.loop("client-" + node);
    var _ = new NodeCertificate(loop, client(kept), CertificateKind.CLIENT, node, List.of(), kept);
    return kept;
  }

  private Kept servingCertificates(String node, Kept clients, String address) {
    var kept = new Kept();
    var loop = server.simulation.loop("serving-" + node);
    var _ =
        new NodeCertificate(
            loop, client(clients), CertificateKind.SERVING, node, List.of(address), kept);
    return kept;
  }

  private void register(String node, String address) {
    server.create(NODES, "{'metadata':{'name':'%s'}}".formatted(node));
    server.merge(
        NODES + "/" + node + "/status",
        "{'status':{'addresses':[{'type':'InternalIP','address':'%s'}]}}".formatted(address));
  }

  private static Duration life(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static List<String> names(X509Certificate certificate) throws CertificateException {
    var names = certificate.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream().map(name -> String.valueOf(name.get(1))).toList();
  }

  @Test
  void certificates_live_a_year_at_most() {
    assertThat(CertificateSigner.LIFE).isLessThanOrEqualTo(Duration.ofDays(365));
    assertThat(life(server.join("n1").certificate())).isEqualTo(LIFE.plus(SKEW));
  }

  @Test
  void a_client_certificate_is_for_clients_only() throws Exception {
    var certificate = server.join("n1").certificate();

    assertThat(certificate.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(names(certificate)).isEmpty();
  }

  @Test
  void a_serving_certificate_is_for_the_addresses_that_the_node_is_registered_with()
      throws Exception {
    register("n1", "127.1.0.1");
    var kept = servingCertificates("n1", clientCertificates("n1"), "127.1.0.1");
    server.simulation.runFor(Duration.ofSeconds(5));

    assertThat(kept.newest().getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(names(kept.newest())).containsExactly("127.1.0.1");
    assertThat(life(kept.newest())).isEqualTo(LIFE.plus(SKEW));
  }

  @Test
  void a_serving_certificate_waits_until_the_address_is_registered() {
    var kept = servingCertificates("n1", clientCertificates("n1"), "127.1.0.1");
    server.simulation.runFor(Duration.ofMinutes(1));
    assertThat(kept.all).isEmpty();

    register("n1", "127.1.0.1");
    server.simulation.runFor(Duration.ofMinutes(1));
    assertThat(kept.all).hasSize(1);
  }

  @Test
  void a_serving_certificate_has_no_address_of_another_node() {
    register("n1", "127.1.0.1");
    register("n2", "127.1.0.2");
    register("n3", "127.0.0.1");
    register("n4", "127.1.0.2");
    register("n5", "kubernetes.default");
    server.as(User.node("n1"));
    server.create(CSRS, document("other", SERVING, "n1", List.of("127.1.0.2")));
    server.create(CSRS, document("both", SERVING, "n1", List.of("127.1.0.1", "127.1.0.2")));
    server.create(CSRS, document("none", SERVING, "n1", List.of()));
    server.as(User.node("n3"));
    server.create(CSRS, document("server", SERVING, "n3", List.of("127.0.0.1")));
    server.as(User.node("n4"));
    server.create(CSRS, document("taken", SERVING, "n4", List.of("127.1.0.2")));
    server.as(User.node("n5"));
    server.create(CSRS, document("name", SERVING, "n5", List.of("kubernetes.default")));
    server.as(User.admin());
    server.create(CSRS, document("admin", SERVING, "n1", List.of("127.1.0.1")));

    for (var name : List.of("other", "both", "none", "server", "taken", "name", "admin")) {
      assertThat(server.isIssued(name)).as(name).isFalse();
    }
  }

  @Test
  void certificates_are_renewed_before_they_end_again_and_again() {
    register("n1", "127.1.0.1");
    var clients = clientCertificates("n1");
    var servings = servingCertificates("n1", clients, "127.1.0.1");
    server.simulation.runFor(Duration.ofMinutes(1));
    for (var hours = 0; hours < 3 * LIFE.toHours(); hours += 6) {
      server.simulation.runFor(Duration.ofHours(6));
      for (var kept : List.of(clients, servings)) {
        assertThat(kept.newest().getNotAfter().toInstant())
            .isAfter(server.now().plus(LIFE.dividedBy(20)));
      }
    }
    for (var kept : List.of(clients, servings)) {
      assertThat(kept.all.size()).isBetween(4, 6);
      assertThat(kept.all.stream().map(one -> one.certificate().getPublicKey()))
          .as("each has a key of its own")
          .doesNotHaveDuplicates();
    }
    server.holder(clients.newest());
  }

  @Test
  void renewal_comes_when_most_of_the_life_is_over() {
    for (var node : List.of("n1", "n2", "n3")) {
      var certificate = server.join(node).certificate();
      var left =
          Duration.between(NodeCertificate.due(certificate), certificate.getNotAfter().toInstant());
      assertThat(left).isBetween(LIFE.dividedBy(10), LIFE.multipliedBy(31).dividedBy(100));
    }
  }

  @Test
  void a_revoked_node_gets_no_newer_certificate() {
    var kept = clientCertificates("n1");
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    server.simulation.runFor(Duration.ofDays(5));
    assertThat(kept.all).hasSize(1);

    server.delete(NODES + "/n1");
    server.simulation.runFor(Duration.ofDays(5));
    assertThat(kept.all).hasSize(1);
  }
}
