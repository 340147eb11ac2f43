package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthorizationTest {

  private static final String LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  private static final String CSRS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private void forbidden(String method, String url, String body) {
    refusal(403, "Forbidden", server.call(method, url, "application/merge-patch+json", body));
  }

  @Test
  void a_stranger_is_refused_in_the_words_of_Kubernetes() {
    server.as(User.anonymous());

    assertThat(refusal(403, "Forbidden", server.call("GET", PODS)))
        .isEqualTo(
            "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API"
                + " group \"\" in the namespace \"default\"");
    assertThat(refusal(403, "Forbidden", server.call("DELETE", "/api/v1/nodes/n1")))
        .isEqualTo(
            "nodes \"n1\" is forbidden: User \"system:anonymous\" cannot delete resource"
                + " \"nodes\" in API group \"\" at the cluster scope");
  }

  @Test
  void a_stranger_may_ask_how_the_server_is() {
    server.as(User.anonymous());

    assertThat(server.call("GET", "/readyz").code()).isEqualTo(200);
    assertThat(server.call("GET", "/version").code()).isEqualTo(200);
  }

  @Test
  void a_stranger_may_not_ask_for_more() {
    server.as(User.anonymous());

    assertThat(refusal(403, "Forbidden", server.call("GET", "/metrics")))
        .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/metrics\"");
    forbidden("GET", "/api", "");
    forbidden("GET", "/openapi/v2", "");
    forbidden("GET", "/nothing", "");
  }

  @Test
  void figures_and_backups_are_for_administrators() {
    server.as(User.node("n1"));

    assertThat(server.call("GET", "/api").code()).isEqualTo(200);
    forbidden("GET", "/metrics", "");
    forbidden("GET", ApiServer.BACKUP, "");
  }

  @Test
  void a_node_writes_its_own_node_and_lease_only() {
    server.as(User.node("n1"));

    server.create("/api/v1/nodes", "{'metadata':{'name':'n1'}}");
    server.merge("/api/v1/nodes/n1/status", "{'status':{'phase':''}}");
    forbidden("PATCH", "/api/v1/nodes/n2", "{}");
    server.create(LEASES, "{'metadata':{'name':'n1'}}");
    server.merge(LEASES + "/n1", "{'spec':{'holderIdentity':'n1'}}");
    forbidden("PATCH", LEASES + "/n2", "{}");
  }

  @Test
  void a_node_writes_the_status_of_pods_but_not_their_specification() {
    server.pod("a");
    server.bind("a", "n1");
    server.as(User.node("n1"));

    server.merge(PODS + "/a/status", "{'status':{'phase':'Running'}}");
    forbidden("PATCH", PODS + "/a", "{}");
    forbidden("DELETE", CONFIG_MAPS + "/a", "");
  }

  @Test
  void a_node_may_not_talk_to_pods_however_it_asks() {
    server.pod("a");
    server.bind("a", "n1");
    server.as(User.node("n1"));

    for (var what : List.of("exec", "attach", "portforward")) {
      forbidden("GET", PODS + "/a/" + what, "");
      forbidden("POST", PODS + "/a/" + what, "");
    }
  }

  @Test
  void the_join_token_allows_nothing_but_a_certificate_request() {
    server.as(User.bootstrapper("abcdef"));

    var document =
        "{'metadata':{'name':'a'},'spec':{'request':'YQ==',"
            + "'signerName':'kubernetes.io/kube-apiserver-client-kubelet',"
            + "'usages':['client auth']}}";
    expect(201, server.call("POST", CSRS, "application/json", document));
    server.get(CSRS + "/a");
    forbidden("PATCH", CSRS + "/a/approval", "{}");
    forbidden("GET", PODS, "");
  }
}
