package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.refusal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.Authorizer.Decision;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.selectors.Selection;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

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
    forbidden("GET", RequestPath.BACKUP, "");
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
  void what_a_client_may_not_write_is_not_read() {
    server.as(User.node("n1"));

    var protobuf = "application/vnd.kubernetes.protobuf";
    refusal(403, "Forbidden", server.call("POST", PODS, protobuf, "not protobuf"));
  }

  @Test
  void an_authorizer_learns_which_fields_a_selector_fixes() {
    var request =
        server.request(
            "GET", PODS + "?fieldSelector=spec.nodeName%3Dn1%2Cstatus.phase%21%3DFailed");
    var broken = server.request("GET", PODS + "?fieldSelector=nothing");
    var pods = new Kinds().of(ResourceTypes.PODS);

    assertThat(Selection.fixed(request::parameter, pods)).isEqualTo(Map.of("spec.nodeName", "n1"));
    assertThat(Selection.fixed(broken::parameter, pods)).isEmpty();
  }

  private static Authorizer saying(Decision decision) {
    return _ -> decision;
  }

  @Test
  void the_first_authorizer_with_an_opinion_decides() {
    var question = Question.of(User.anonymous(), "get", "/anything");
    var allow = saying(new Decision.Allow());
    var deny = saying(new Decision.Deny("never"));
    var silent = saying(new Decision.NoOpinion("no idea"));

    assertThat(Authorizer.union(List.of(silent, deny, allow)).decide(question))
        .isEqualTo(new Decision.Deny("never"));
    assertThat(Authorizer.union(List.of(silent, allow, deny)).decide(question))
        .isEqualTo(new Decision.Allow());
    assertThat(
            Authorizer.union(List.of(silent, saying(new Decision.NoOpinion("")), silent))
                .decide(question))
        .isEqualTo(new Decision.NoOpinion("no idea, no idea"));
    assertThat(Authorizer.union(List.of()).decide(question)).isEqualTo(new Decision.NoOpinion(""));
  }

  /// Books may be lent by librarians, and paths below `/library` are open to them.
  private static Decision library(Question question) {
    if (!question.user().isIn("librarians")) {
      return new Decision.NoOpinion("");
    }
    if (question.path().startsWith("/library") || question.verb().equals("lend")) {
      return new Decision.Allow();
    }
    return question.groupResource().equals("pods")
        ? new Decision.Deny("librarians keep out of pods")
        : new Decision.NoOpinion("librarians only lend");
  }

  /// `loan` of a ConfigMap, for those who may lend.
  private static final class Loans implements KindRules {
    @Override
    public ResourceType<?> type() {
      return Part.resourceTypes(List.of(ApiServerPart.part())).stream()
          .filter(type -> type.kind().equals("ConfigMap"))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public List<Subresource> subresources() {
      return List.of(
          Subresource.of("loan")
              .on("POST", call -> ApiResponse.json(200, JsonFormat.bytes(call.object())))
              .asking("lend"));
    }
  }

  @Test
  void an_authorizer_of_a_part_decides_about_a_verb_of_its_own() {
    try (var library =
        new TestServer(new Loans(), (Authorizer.Factory) _ -> AuthorizationTest::library)) {
      library.configMap("emma");
      var loan = TestServer.CONFIG_MAPS + "/emma/loan";

      library.as(new User("ann", List.of("librarians")));
      TestServer.expect(200, library.call("POST", loan));
      assertThat(refusal(403, "Forbidden", library.call("GET", TestServer.CONFIG_MAPS)))
          .isEqualTo(
              "configmaps is forbidden: User \"ann\" cannot list resource \"configmaps\" in API"
                  + " group \"\" in the namespace \"default\": librarians only lend");
      assertThat(refusal(403, "Forbidden", library.call("GET", PODS)))
          .endsWith("librarians keep out of pods");
      refusal(404, "NotFound", library.call("GET", "/library/books"));

      library.as(new User("bob", List.of()));
      assertThat(refusal(403, "Forbidden", library.call("POST", loan)))
          .contains("User \"bob\" cannot lend resource \"configmaps/loan\"");
      refusal(403, "Forbidden", library.call("GET", "/library/books"));
    }
  }

  @Test
  void an_authenticator_of_a_part_says_who_a_client_is_and_what_else_is_known() {
    var ann =
        new User(
            "ann", "uid-1", List.of(User.MASTERS), Map.of("books", List.of("emma", "ivanhoe")));
    try (var library =
        new TestServer(
            (Authenticator.Factory) _ -> Authenticator.tokens(Map.of("ann's", ann)),
            (Authenticator.Factory) _ -> Authenticator.tokens(Map.of("ann's", User.anonymous())))) {
      var authenticator = library.server.authenticator();
      var shown = new Authenticator.Credentials(Optional.empty(), Optional.of("ann's"));
      var unknown = new Authenticator.Credentials(Optional.empty(), Optional.of("bob's"));

      assertThat(authenticator.authenticate(unknown)).isEmpty();
      library.as(authenticator.authenticate(shown).orElseThrow());
      var request =
          library.create(
              "/apis/certificates.k8s.io/v1/certificatesigningrequests",
              "{'metadata':{'name':'a'},'spec':{'request':'%s',"
                      .formatted(ServedKindsTest.certificateRequest())
                  + "'signerName':'example.com/a','usages':['client auth'],'uid':'forged'}}");
      assertThat(request.at("/spec/username").asText()).isEqualTo("ann");
      assertThat(request.at("/spec/uid").asText()).isEqualTo("uid-1");
      assertThat(request.at("/spec/extra/books/1").asText()).isEqualTo("ivanhoe");
    }
  }
}
