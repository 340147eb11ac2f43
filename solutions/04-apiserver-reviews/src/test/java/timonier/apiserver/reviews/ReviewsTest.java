package timonier.apiserver.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.ApiServer;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.Authorizer.Decision;
import timonier.apiserver.extensions.Authorizer.ResourceRule;
import timonier.apiserver.extensions.Authorizer.Rules;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Part;
import timonier.pods.objects.Status;
import timonier.store.MemoryStore;

class ReviewsTest {

  private static final String AUTHENTICATION = "/apis/authentication.k8s.io/v1/";
  private static final String AUTHORIZATION = "/apis/authorization.k8s.io/v1/";
  private static final String SELF = AUTHORIZATION + "selfsubjectaccessreviews";
  private static final String SUBJECT = AUTHORIZATION + "subjectaccessreviews";
  private static final String LOCAL =
      AUTHORIZATION + "namespaces/default/localsubjectaccessreviews";
  private static final String RULES = AUTHORIZATION + "selfsubjectrulesreviews";
  private static final String TOKEN = AUTHENTICATION + "tokenreviews";
  private static final String WHO = AUTHENTICATION + "selfsubjectreviews";

  private static final User ANN =
      new User("ann", "uid-1", List.of(User.AUTHENTICATED), Map.of("books", List.of("emma")));

  /// Everybody reads ConfigMaps of the library; nobody reads secrets there; pods of n1 are listed.
  private static final class Library implements Authorizer {
    @Override
    public Decision decide(Question question) {
      if (question.groupResource().equals("pods")) {
        return "n1".equals(question.fields().get("spec.nodeName"))
            ? new Decision.Allow()
            : new Decision.NoOpinion("only those of n1");
      }
      return switch (question.namespace() + "/" + question.groupResource()) {
        case "library/configmaps" -> new Decision.Allow();
        case "library/secrets" -> new Decision.Deny("secrets are secret");
        default -> new Decision.NoOpinion("");
      };
    }

    @Override
    public Rules rules(User user, String namespace) {
      return namespace.equals("library")
          ? new Rules(
              List.of(
                  new ResourceRule(
                      List.of("get"), List.of(""), List.of("configmaps"), List.of("emma"))),
              List.of(),
              List.of())
          : Rules.unlisted("the library is all that is known");
    }
  }

  private static Optional<User> holder(Authenticator.Credentials shown) {
    if (shown.bearerToken().filter("stolen"::equals).isPresent()) {
      throw new ApiException(Status.failure(401, "Unauthorized", "the token was stolen"));
    }
    return shown.bearerToken().filter("anns"::equals).map(_ -> ANN);
  }

  private final Simulation simulation = new Simulation(7);
  private final ApiServer server =
      new ApiServer(
              simulation.loop("apiserver"),
              new MemoryStore(),
              new Schemas(),
              List.of(
                  PodsPart.part(),
                  ApiServerPart.part(),
                  ReviewsPart.part(),
                  new Part(
                      15,
                      "library",
                      List.of(),
                      List.of(
                          (Authenticator.Factory) _ -> ReviewsTest::holder,
                          (Authorizer.Factory) _ -> new Library()))),
              Optional.empty())
          .start();

  @AfterEach
  void close() {
    simulation.close();
  }

  private ApiResponse call(User user, String method, String url, String body) {
    var json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return server.call(ApiRequest.at(method, url, user).withBody("application/json", json));
  }

  private static JsonNode expect(int code, ApiResponse response) {
    var body = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(body).isEqualTo(code);
    return JsonFormat.parse(response.body());
  }

  private JsonNode ask(User user, String url, String spec) {
    return expect(201, call(user, "POST", url, "{'spec':{" + spec + "}}"));
  }

  private List<String> refused(String url, String document) {
    var status = expect(422, call(User.admin(), "POST", url, document));
    var told = new ArrayList<String>();
    status
        .at("/details/causes")
        .forEach(
            cause -> told.add(cause.path("field").asText() + " " + cause.path("message").asText()));
    return told;
  }

  private static String resource(String verb, String resource, String namespace) {
    return "'resourceAttributes':{'verb':'%s','resource':'%s','namespace':'%s'}"
        .formatted(verb, resource, namespace);
  }

  @Test
  void a_client_asks_what_it_may_do() {
    var answer = ask(ANN, SELF, resource("get", "configmaps", "library"));
    assertThat(answer.path("kind").asText()).isEqualTo("SelfSubjectAccessReview");
    assertThat(answer.path("apiVersion").asText()).isEqualTo("authorization.k8s.io/v1");
    assertThat(answer.at("/spec/resourceAttributes/resource").asText()).isEqualTo("configmaps");
    assertThat(answer.path("status").toString()).isEqualTo("{\"allowed\":true}");

    assertThat(ask(ANN, SELF, resource("get", "secrets", "library")).path("status").toString())
        .isEqualTo("{\"allowed\":false,\"denied\":true,\"reason\":\"secrets are secret\"}");
    assertThat(ask(ANN, SELF, resource("get", "nodes", "")).path("status").toString())
        .isEqualTo("{\"allowed\":false}");
    assertThat(ask(User.admin(), SELF, resource("*", "*", "")).at("/status/allowed").asBoolean())
        .isTrue();
  }

  @Test
  void a_client_asks_about_paths() {
    var path = "'nonResourceAttributes':{'verb':'get','path':'%s'}";

    assertThat(ask(ANN, SELF, path.formatted("/api")).at("/status/allowed").asBoolean()).isTrue();
    assertThat(ask(ANN, SELF, path.formatted("/metrics")).at("/status/allowed").asBoolean())
        .isFalse();
    var component = User.component("kube-scheduler");
    assertThat(ask(component, SELF, path.formatted("")).at("/status/allowed").asBoolean())
        .as("no path is not every object")
        .isTrue();
  }

  @Test
  void an_authorizer_learns_which_fields_a_selector_fixes() {
    var selectors =
        Map.of(
            "'rawSelector':'status.phase!=Failed,spec.nodeName=n1'", true,
            "'rawSelector':'spec.nodeName==n1'", true,
            "'rawSelector':'spec.nodeName!=n1'", false,
            "'requirements':[{'key':'spec.nodeName','operator':'In','values':['n1']}]", true,
            "'requirements':[{'key':'spec.nodeName','operator':'In','values':['n1','n2']}]", false,
            "'requirements':[{'key':'spec.nodeName','operator':'NotIn','values':['n1']}]", false);
    selectors.forEach((selector, isAllowed) -> {
      var spec =
          "'resourceAttributes':{'verb':'list','resource':'pods','fieldSelector':{%s}}"
              .formatted(selector);
      assertThat(ask(ANN, SELF, spec).at("/status/allowed").asBoolean())
          .as(selector)
          .isEqualTo(isAllowed);
    });
  }

  @Test
  void somebody_asks_what_another_may_do() {
    var bob = "'user':'bob','groups':['%s'],'extra':{'a':['b']}," + resource("get", "nodes", "");

    assertThat(
            ask(User.admin(), SUBJECT, bob.formatted(User.MASTERS))
                .at("/status/allowed")
                .asBoolean())
        .isTrue();
    assertThat(ask(User.admin(), SUBJECT, bob.formatted("x")).at("/status/allowed").asBoolean())
        .isFalse();
    var own = "'user':'bob'," + resource("get", "pods", "default");
    var answer = ask(User.admin(), LOCAL, own);
    assertThat(answer.at("/metadata/namespace").asText()).isEqualTo("default");
    assertThat(answer.at("/status/reason").asText()).isEqualTo("only those of n1");
  }

  @Test
  void only_those_who_may_ask_are_answered() {
    var who = "'user':'bob'," + resource("get", "pods", "");
    expect(403, call(ANN, "POST", SUBJECT, "{'spec':{" + who + "}}"));
    expect(403, call(ANN, "POST", TOKEN, "{'spec':{'token':'x'}}"));
    var self = "{'spec':{" + resource("get", "pods", "") + "}}";
    expect(403, call(User.anonymous(), "POST", SELF, self));
    expect(403, call(User.anonymous(), "POST", WHO, "{}"));
  }

  @Test
  void a_question_is_about_one_thing() {
    var both = resource("get", "pods", "") + ",'nonResourceAttributes':{'path':'/a','verb':'get'}";

    assertThat(refused(SELF, "{'spec':{}}"))
        .containsExactly(
            "spec.resourceAttributes Invalid value: null: exactly one of nonResourceAttributes or"
                + " resourceAttributes must be specified");
    assertThat(refused(SELF, "{'spec':{" + both + "}}"))
        .singleElement()
        .asString()
        .startsWith("spec.nonResourceAttributes Invalid value: {")
        .endsWith("cannot be specified in combination with resourceAttributes");
    assertThat(refused(SELF, "{'metadata':{'name':'a'},'spec':{%s}}".formatted(both))).hasSize(2);
  }

  @Test
  void a_question_about_another_says_who_it_is() {
    assertThat(refused(SUBJECT, "{'spec':{" + resource("get", "pods", "") + "}}"))
        .containsExactly(
            "spec.user Invalid value: \"\": at least one of user or group must be specified");
  }

  @Test
  void a_question_in_a_namespace_is_about_objects_there() {
    var other = "{'spec':{'user':'bob'," + resource("get", "pods", "library") + "}}";
    var path = "{'spec':{'user':'b','nonResourceAttributes':{'path':'/a','verb':'get'}}}";

    assertThat(refused(LOCAL, other))
        .containsExactly(
            "spec.resourceAttributes.namespace Invalid value: \"library\": must match"
                + " metadata.namespace");
    assertThat(refused(LOCAL, path))
        .singleElement()
        .asString()
        .endsWith("disallowed on this kind of request");
    var elsewhere = "{'metadata':{'namespace':'library'},'spec':{'user':'bob'}}";
    expect(400, call(User.admin(), "POST", LOCAL, elsewhere));
    var nowhere = AUTHORIZATION + "localsubjectaccessreviews";
    expect(405, call(User.admin(), "POST", nowhere, other));
  }

  @Test
  void a_selector_demands_something_in_one_way() {
    var spec = "{'spec':{'resourceAttributes':{'verb':'list','resource':'pods','%s':{%s}}}}";
    var requirement = "'requirements':[{'operator':'%s','key':'%s','values':[%s]}]";

    assertThat(refused(SELF, spec.formatted("fieldSelector", "")))
        .containsExactly(
            "spec.resourceAttributes.fieldSelector.requirements Required value: when"
                + " spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector"
                + " is required");
    assertThat(
            refused(
                SELF,
                spec.formatted(
                    "labelSelector",
                    "'rawSelector':'a=b'," + requirement.formatted("In", "a", "'b'"))))
        .singleElement()
        .asString()
        .contains("labelSelector.rawSelector", "at the same time as requirements");
    assertThat(refused(SELF, spec.formatted("fieldSelector", requirement.formatted("In", "", ""))))
        .containsExactly(
            "spec.resourceAttributes.fieldSelector.requirements[0].key Required value: must be"
                + " specified",
            "spec.resourceAttributes.fieldSelector.requirements[0].values Required value: must be"
                + " specified when `operator` is 'In' or 'NotIn'");
    assertThat(refused(SELF, spec.formatted("labelSelector", requirement.formatted("In", "", ""))))
        .extracting(cause -> cause.split(":", 2)[0])
        .containsExactly(
            "spec.resourceAttributes.labelSelector.requirements[0].values Required value",
            "spec.resourceAttributes.labelSelector.requirements[0].key Invalid value",
            "spec.resourceAttributes.labelSelector.requirements[0].key Invalid value");
    assertThat(
            refused(
                SELF,
                spec.formatted("labelSelector", requirement.formatted("NotIn", "-a", "'b','c d'"))))
        .extracting(cause -> cause.split(" ", 2)[0])
        .containsExactly(
            "spec.resourceAttributes.labelSelector.requirements[0].key",
            "spec.resourceAttributes.labelSelector.requirements[0].values[1]");
    var newer = spec.formatted("labelSelector", requirement.formatted("Newer", "a", "'b'"));
    expect(201, call(ANN, "POST", SELF, newer));
    assertThat(
            refused(
                SELF, spec.formatted("labelSelector", requirement.formatted("Exists", "a", "'b'"))))
        .hasSize(1);
  }

  @Test
  void a_client_gets_all_that_can_be_listed() {
    var library = ask(ANN, RULES, "'namespace':'library'").path("status");
    assertThat(library.path("incomplete").asBoolean()).isFalse();
    assertThat(library.path("resourceRules").toString())
        .contains(
            "{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],"
                + "\"resourceNames\":[\"emma\"]}",
            "selfsubjectaccessreviews",
            "selfsubjectreviews");
    assertThat(library.at("/nonResourceRules/0/nonResourceURLs").toString()).contains("/version");

    var elsewhere = ask(User.admin(), RULES, "'namespace':'default'").path("status");
    assertThat(elsewhere.at("/resourceRules/0").toString())
        .isEqualTo("{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}");
    assertThat(elsewhere.path("incomplete").asBoolean()).isTrue();
    assertThat(elsewhere.path("evaluationError").asText())
        .isEqualTo("the library is all that is known");
    expect(400, call(ANN, "POST", RULES, "{'spec':{}}"));
  }

  @Test
  void a_client_learns_who_it_is() {
    var answer = expect(201, call(ANN, "POST", WHO, "{'metadata':{'name':'x'}}"));

    assertThat(answer.at("/metadata/creationTimestamp").isTextual()).isTrue();
    assertThat(answer.path("metadata")).hasSize(1);
    assertThat(answer.at("/status/userInfo").toString())
        .isEqualTo(
            "{\"username\":\"ann\",\"uid\":\"uid-1\",\"groups\":[\"system:authenticated\"],"
                + "\"extra\":{\"books\":[\"emma\"]}}");
  }

  @Test
  void a_token_has_a_holder_or_none() {
    var known = ask(User.admin(), TOKEN, "'token':'anns'");
    assertThat(known.at("/status/authenticated").asBoolean()).isTrue();
    assertThat(known.at("/status/user/username").asText()).isEqualTo("ann");
    assertThat(known.at("/status/audiences/0").asText()).contains("kubernetes.default");

    assertThat(ask(User.admin(), TOKEN, "'token':'bobs'").path("status").toString())
        .isEqualTo("{\"error\":\"invalid bearer token\",\"user\":{}}");
    assertThat(ask(User.admin(), TOKEN, "'token':'stolen'").at("/status/error").asText())
        .isEqualTo("the token was stolen");
    expect(400, call(User.admin(), "POST", TOKEN, "{'spec':{}}"));
  }

  @Test
  void a_token_is_for_the_server_alone() {
    var meant = "'token':'anns','audiences':['a','https://kubernetes.default.svc.cluster.local']";
    var other = "'token':'anns','audiences':['a']";

    assertThat(ask(User.admin(), TOKEN, meant).at("/status/authenticated").asBoolean()).isTrue();
    assertThat(ask(User.admin(), TOKEN, other).at("/status/authenticated").asBoolean()).isFalse();
  }

  @Test
  void questions_are_only_asked_and_never_kept() {
    for (var method : List.of("GET", "DELETE", "PUT", "PATCH")) {
      expect(405, call(User.admin(), method, SELF, "{}"));
      expect(404, call(User.admin(), method, SELF + "/a", "{}"));
    }
    expect(405, call(User.admin(), "GET", SELF + "?watch=true", ""));
    expect(404, call(User.admin(), "GET", SELF + "/a/status", ""));
  }

  @Test
  void a_question_is_read_as_any_other_document() {
    var unknown = "{'spec':{'nothing':1," + resource("get", "pods", "") + "}}";

    var warned = call(ANN, "POST", SELF, unknown);
    expect(201, warned);
    assertThat(warned.headers().get("warning")).contains("unknown field \\\"spec.nothing\\\"");
    expect(400, call(ANN, "POST", SELF + "?fieldValidation=Strict", unknown));
    expect(400, call(ANN, "POST", SELF, "{'spec':5}"));
    expect(400, call(ANN, "POST", SELF, "{'kind':'Pod'}"));
  }

  @Test
  void clients_learn_that_they_can_ask() {
    var found =
        expect(200, call(ANN, "GET", "/apis/authorization.k8s.io/v1", "")).path("resources");

    assertThat(found)
        .extracting(resource -> resource.path("name").asText())
        .containsExactlyInAnyOrder(
            "localsubjectaccessreviews",
            "selfsubjectaccessreviews",
            "selfsubjectrulesreviews",
            "subjectaccessreviews");
    assertThat(found)
        .allSatisfy(one -> assertThat(one.path("verbs").toString()).isEqualTo("[\"create\"]"));
    var document = call(ANN, "GET", "/openapi/v3/apis/authentication.k8s.io/v1", "");
    assertThat(expect(200, document).at("/components/schemas").toString()).contains("TokenReview");
  }
}
