package timonier.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.nodes.NodesServer.CLIENT;
import static timonier.nodes.NodesServer.CSRS;
import static timonier.nodes.NodesServer.NODES;
import static timonier.nodes.NodesServer.PODS;
import static timonier.nodes.NodesServer.SERVING;
import static timonier.nodes.NodesServer.document;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.User;
import timonier.kit.certificates.CertificateAuthority;

class JoinTokensTest {

  private static final String SECRETS = "/api/v1/namespaces/kube-system/secrets";

  private final NodesServer server = new NodesServer().withSigner();

  @AfterEach
  void close() {
    server.close();
  }

  private User joining(String node) {
    return server.bearer(server.token(node)).orElseThrow();
  }

  @Test
  void a_token_begins_with_the_fingerprint_of_the_authority() {
    assertThat(server.token("n1"))
        .startsWith(
            CertificateAuthority.fingerprint(server.authority.identity().certificate()) + ".");
  }

  @Test
  void a_token_joins_its_own_node() {
    server.as(joining("n1")).create(CSRS, document("a", CLIENT, "n1", List.of()));

    assertThat(server.isIssued("a")).isTrue();
    server.get(CSRS + "/a");
  }

  @Test
  void a_token_joins_no_other_node() {
    server.as(joining("n1"));

    assertThat(server.forbidden("POST", CSRS, document("a", CLIENT, "n2", List.of())))
        .isEqualTo(
            "certificatesigningrequests.certificates.k8s.io \"a\" is forbidden: the join token is"
                + " for the client certificate of node \"n1\"");
    server.forbidden("POST", CSRS, document("a", SERVING, "n1", List.of("127.0.0.1")));
    server.create(CSRS, document("a", CLIENT, "n1", List.of()));
  }

  @Test
  void a_token_is_valid_once() {
    server.as(joining("n1")).create(CSRS, document("a", CLIENT, "n1", List.of()));

    assertThat(server.forbidden("POST", CSRS, document("b", CLIENT, "n1", List.of())))
        .endsWith("the join token was used already");
    server.as(User.admin()).delete(CSRS + "/a");
    assertThat(
            server
                .as(joining("n2"))
                .forbidden("POST", CSRS, document("a", CLIENT, "n1", List.of())))
        .contains("n2");
  }

  @Test
  void the_same_request_may_be_sent_again_when_its_answer_was_lost() {
    var pair = CertificateAuthority.newKey();
    var request = NodesServer.request(CLIENT, "n1", pair, List.of());
    var joining = joining("n1");
    server.as(joining).create(CSRS, document("a", CLIENT, request));
    server.as(User.admin()).delete(CSRS + "/a");

    server.as(joining).create(CSRS, document("a", CLIENT, request));
    server.forbidden("POST", CSRS, document("b", CLIENT, request));
  }

  @Test
  void a_dry_run_does_not_use_a_token() {
    server.as(joining("n1")).create(CSRS + "?dryRun=All", document("a", CLIENT, "n1", List.of()));

    server.create(CSRS, document("a", CLIENT, "n1", List.of()));
  }

  @Test
  void a_token_is_valid_for_a_day() {
    var token = server.token("n1");
    server.simulation.runFor(JoinTokens.LIFE.minusMinutes(1));
    assertThat(server.bearer(token)).isPresent();

    server.simulation.runFor(Duration.ofMinutes(2));
    assertThat(server.bearer(token)).isEmpty();
    server.token("n2");
    assertThat(server.get(SECRETS).path("items")).hasSize(1);
  }

  @Test
  void a_token_allows_nothing_else() {
    server.pod("a", "n1", "");
    server.as(User.admin()).create(CSRS, document("other", CLIENT, "n1", List.of()));
    server.as(joining("n1"));

    server.forbidden(PODS);
    server.forbidden(SECRETS);
    server.forbidden(CSRS);
    server.forbidden(CSRS + "/other");
    server.forbidden("PATCH", CSRS + "/other/approval", "{}");
    server.forbidden("POST", NODES, "{'metadata':{'name':'n1'}}");
  }

  @Test
  void the_stored_form_of_a_token_gives_no_access() {
    var token = server.token("n1");
    var secret = token.substring(token.indexOf('.') + 1);

    var stored = server.get(SECRETS).at("/items/0");
    assertThat(stored.toString()).doesNotContain(secret);
    assertThat(stored.at("/data").size()).isEqualTo(3);
    var hash =
        new String(
            java.util.Base64.getDecoder().decode(stored.at("/data/hash").asText()),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(server.bearer("x." + hash)).isEmpty();
  }

  @Test
  void a_removed_node_does_not_come_back_with_an_old_token() {
    server.create(NODES, "{'metadata':{'name':'n1'}}");
    var token = server.token("n1");
    var other = server.token("n2");
    server.delete(NODES + "/n1");

    assertThat(server.bearer(token)).isEmpty();
    assertThat(server.bearer(other)).isPresent();
    assertThat(server.bearer(server.token("n1"))).isPresent();
  }

  @Test
  void a_request_of_an_administrator_waits_until_it_is_approved() {
    server.create(CSRS, document("a", CLIENT, "n1", List.of()));
    assertThat(server.isIssued("a")).isFalse();

    server.merge(
        CSRS + "/a/approval",
        "{'status':{'conditions':[{'type':'Approved','status':'True','reason':'a',"
            + "'message':'b'}]}}");
    assertThat(server.isIssued("a")).isTrue();
  }
}
