package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.refusal;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Kinds;
import timonier.pods.ResourceTypes;

class AuthorizationTest {

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
  void who_is_neither_administrator_nor_component_may_touch_no_object() {
    server.pod("a");
    server.as(User.node("n1"));

    forbidden("GET", PODS + "/a", "");
    forbidden("POST", PODS, "{}");
    forbidden("GET", PODS + "?watch=true", "");
  }

  @Test
  void an_authorizer_learns_which_fields_a_selector_fixes() {
    var request =
        server.request(
            "GET", PODS + "?fieldSelector=spec.nodeName%3Dn1%2Cstatus.phase%21%3DFailed");
    var broken = server.request("GET", PODS + "?fieldSelector=nothing");
    var pods = new Kinds().of(ResourceTypes.PODS);

    assertThat(Selection.fixed(request, pods)).isEqualTo(Map.of("spec.nodeName", "n1"));
    assertThat(Selection.fixed(broken, pods)).isEmpty();
  }
}
