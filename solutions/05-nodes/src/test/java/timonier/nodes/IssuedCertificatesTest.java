package timonier.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static timonier.nodes.NodesServer.CLIENT;
import static timonier.nodes.NodesServer.CSRS;
import static timonier.nodes.NodesServer.NODES;
import static timonier.nodes.NodesServer.document;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.pods.objects.ApiException;

class IssuedCertificatesTest {

  private static final Duration LIFE = Duration.ofDays(2);

  private final NodesServer server = new NodesServer().withSigner(LIFE);

  @AfterEach
  void close() {
    server.close();
  }

  private void isUnknown(X509Certificate certificate) {
    assertThatThrownBy(() -> server.holder(certificate))
        .isInstanceOf(ApiException.class)
        .hasMessage("Unauthorized");
  }

  @Test
  void a_node_is_known_by_the_certificate_that_its_token_got_it() {
    var user = server.holder(server.join("n1").certificate());

    assertThat(user.node()).contains("n1");
    server.as(user).create(NODES, "{'metadata':{'name':'n1'}}");
  }

  @Test
  void deleting_a_node_revokes_its_certificates_and_those_of_no_other() {
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    var first = server.join("n1").certificate();
    var second = server.join("n1").certificate();
    var other = server.join("n2").certificate();

    server.delete(NODES + "/n1?dryRun=All");
    server.holder(first);
    server.delete(NODES + "/n1");

    isUnknown(first);
    isUnknown(second);
    server.holder(other);
  }

  @Test
  void a_node_that_was_deleted_comes_back_with_a_new_token() {
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    var old = server.join("n1").certificate();
    server.delete(NODES + "/n1");

    server.holder(server.join("n1").certificate());
    isUnknown(old);
  }

  @Test
  void removing_the_last_finalizer_revokes_too() {
    server.create(NODES, "{'metadata':{'name':'n1','finalizers':['my/own']}}");
    var certificate = server.join("n1").certificate();
    server.delete(NODES + "/n1");
    server.holder(certificate);

    server.merge(NODES + "/n1", "{'metadata':{'finalizers':null}}");
    isUnknown(certificate);
  }

  @Test
  void requests_from_before_a_revocation_are_not_granted_afterwards() {
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    var user = server.holder(server.join("n1").certificate());
    server.as(user).create(CSRS, document("late", CLIENT, "n1", List.of()));
    server.as(User.admin()).delete(NODES + "/n1");

    assertThat(server.isIssued("late")).isFalse();
  }

  @Test
  void a_request_that_was_on_its_way_does_not_bring_a_deleted_node_back() {
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    var user = server.holder(server.join("n1").certificate());
    server.delete(NODES + "/n1");

    assertThat(server.as(user).forbidden("POST", NODES, "{'metadata':{'name':'n1'}}"))
        .endsWith("the certificate of the node was revoked");
  }

  @Test
  void a_certificate_that_was_signed_but_never_granted_is_refused() {
    var stolen = server.authority.client("system:node:n1", List.of(User.NODES), server.now());

    isUnknown(stolen.certificate());
  }

  @Test
  void a_connection_does_not_outlive_its_certificate() {
    var certificate = server.join("n1").certificate();
    server.simulation.runFor(LIFE.minusHours(1));
    server.holder(certificate);

    server.simulation.runFor(Duration.ofHours(2));
    isUnknown(certificate);
  }

  private Transport.WatchObserver noting(String name, List<String> ended) {
    return new Transport.WatchObserver() {
      @Override
      public void event(String type, byte[] object) {}

      @Override
      public void closed() {
        ended.add(name);
      }
    };
  }

  @Test
  void watches_of_a_revoked_node_end_and_others_go_on() {
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    var ended = new ArrayList<String>();
    for (var node : List.of("n1", "n2")) {
      var user = server.holder(server.join(node).certificate());
      var pods = "/api/v1/pods?fieldSelector=spec.nodeName%3D" + node;
      var request = ApiRequest.at("GET", pods, user).with("watch", "true");
      var _ = server.server.watch(request, noting(node, ended));
    }
    server.delete(NODES + "/n1");
    server.simulation.runFor(Duration.ofSeconds(1));

    assertThat(ended).containsExactly("n1");
  }

  @Test
  void an_administrator_is_known_by_a_certificate_that_is_on_no_list() {
    var admin = server.authority.client("kubernetes-admin", List.of(User.MASTERS), server.now());

    assertThat(server.holder(admin.certificate()).isIn(User.MASTERS)).isTrue();
  }
}
