package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.DEPLOYMENTS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.ApiResponse;
import timonier.pods.objects.JsonFormat;

class ServerSideApplyTest {

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String A = CONFIG_MAPS + "/a";
  private static final String WEB = DEPLOYMENTS + "/web";

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private ApiResponse apply(String path, String manager, String body) {
    return server.call("PATCH", path + "?fieldManager=" + manager, APPLY, body);
  }

  private JsonNode applied(String path, String manager, String body) {
    var response = apply(path, manager, body);
    assertThat(response.code()).as(new String(response.body())).isIn(200, 201);
    return JsonFormat.parse(response.body());
  }

  private static String map(String data) {
    return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'},'data':%s}"
        .formatted(data);
  }

  private static String deployment(String spec) {
    return ("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},'spec':{%s"
            + "'selector':{'matchLabels':{'app':'web'}},"
            + "'template':{'metadata':{'labels':{'app':'web'}},'spec':%s}}}")
        .formatted(
            spec.startsWith("{") ? "" : "'replicas':" + spec.split(" ")[0] + ",",
            spec.substring(spec.indexOf('{')));
  }

  /// The entries, as `manager operation[/subresource] fields`.
  private static List<String> owners(JsonNode object) {
    var owners = new ArrayList<String>();
    for (var entry : object.path("metadata").path("managedFields")) {
      assertThat(entry.path("fieldsType").asText()).isEqualTo("FieldsV1");
      var subresource = entry.path("subresource").asText("");
      owners.add(
          "%s %s%s %s"
              .formatted(
                  entry.path("manager").asText(),
                  entry.path("operation").asText(),
                  subresource.isEmpty() ? "" : "/" + subresource,
                  entry.path("fieldsV1").toString().replace('"', '\'')));
    }
    return owners;
  }

  @Test
  void apply_makes_what_is_missing_and_notes_its_fields() {
    var made = expect(201, apply(A, "me", map("{'x':'1'}")));
    assertThat(made.path("data").toString()).isEqualTo("{\"x\":\"1\"}");
    assertThat(owners(made)).containsExactly("me Apply {'f:data':{'f:x':{}}}");
    assertThat(server.get(A)).isEqualTo(made);
  }

  @Test
  void apply_changes_what_is_there_and_removes_what_it_no_longer_mentions() {
    applied(A, "me", map("{'x':'1','y':'1'}"));
    var changed = expect(200, apply(A, "me", map("{'x':'2'}")));
    assertThat(changed.path("data").toString()).isEqualTo("{\"x\":\"2\"}");
    assertThat(owners(changed)).containsExactly("me Apply {'f:data':{'f:x':{}}}");
  }

  @Test
  void the_same_again_writes_nothing() {
    var first = applied(A, "me", map("{'x':'1'}"));
    server.pass(java.time.Duration.ofSeconds(10));
    assertThat(applied(A, "me", map("{'x':'1'}"))).isEqualTo(first);
  }

  @Test
  void a_body_may_be_yaml() {
    var yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: '1'\n";
    var response =
        server.server.call(
            server
                .request("PATCH", A + "?fieldManager=me")
                .withBody(APPLY, yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(expect(201, response).path("data").path("x").asText()).isEqualTo("1");
  }

  @Test
  void a_field_of_somebody_else_is_a_conflict() {
    applied(A, "me", map("{'x':'1'}"));
    var refused = apply(A, "you", map("{'x':'2','y':'3'}"));
    assertThat(refusal(409, "Conflict", refused))
        .isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .data.x");
    var cause = JsonFormat.parse(refused.body()).at("/details/causes/0");
    assertThat(cause.path("reason").asText()).isEqualTo("FieldManagerConflict");
    assertThat(cause.path("message").asText()).isEqualTo("conflict with \"me\"");
    assertThat(cause.path("field").asText()).isEqualTo(".data.x");
    assertThat(server.get(A).path("data").toString()).isEqualTo("{\"x\":\"1\"}");
  }

  @Test
  void several_conflicts_are_reported_by_manager() {
    applied(A, "me", map("{'x':'1'}"));
    server.call(
        "PATCH", A + "?fieldManager=hand", "application/merge-patch+json", "{'data':{'y':'1'}}");
    assertThat(refusal(409, "Conflict", apply(A, "you", map("{'x':'2','y':'2'}"))))
        .isEqualTo(
            "Apply failed with 2 conflicts: conflicts with \"hand\" using v1:\n- .data.y\n"
                + "conflicts with \"me\":\n- .data.x");
  }

  @Test
  void force_takes_the_field_over() {
    applied(A, "me", map("{'x':'1','y':'1'}"));
    var taken = applied(A, "you&force=true", map("{'x':'2'}"));
    assertThat(taken.path("data").toString()).isEqualTo("{\"x\":\"2\",\"y\":\"1\"}");
    assertThat(owners(taken))
        .containsExactly("me Apply {'f:data':{'f:y':{}}}", "you Apply {'f:data':{'f:x':{}}}");
  }

  @Test
  void who_has_nothing_left_is_forgotten() {
    applied(A, "me", map("{'x':'1'}"));
    assertThat(owners(applied(A, "you&force=true", map("{'x':'2'}"))))
        .containsExactly("you Apply {'f:data':{'f:x':{}}}");
  }

  @Test
  void who_wants_the_same_shares_the_field_and_it_stays_while_one_wants_it() {
    applied(A, "me", map("{'x':'1'}"));
    var shared = applied(A, "you", map("{'x':'1'}"));
    assertThat(owners(shared))
        .containsExactly("me Apply {'f:data':{'f:x':{}}}", "you Apply {'f:data':{'f:x':{}}}");

    assertThat(applied(A, "me", map("{}")).path("data").has("x")).isTrue();
    assertThat(applied(A, "you", map("{}")).path("data").has("x")).isFalse();
  }

  @Test
  void other_writes_are_noted_too() {
    var created =
        expect(
            201,
            server.call(
                "POST",
                CONFIG_MAPS + "?fieldManager=maker",
                "application/json",
                "{'metadata':{'name':'a','labels':{'l':'1'}},'data':{'x':'1'}}"));
    assertThat(owners(created))
        .containsExactly(
            "maker Update {'f:data':{'.':{},'f:x':{}},"
                + "'f:metadata':{'f:labels':{'.':{},'f:l':{}}}}");

    var patched =
        expect(
            200,
            server.call(
                "PATCH",
                A + "?fieldManager=hand",
                "application/merge-patch+json",
                "{'data':{'x':'2'}}"));
    assertThat(owners(patched))
        .containsExactly(
            "hand Update {'f:data':{'f:x':{}}}",
            "maker Update {'f:data':{},'f:metadata':{'f:labels':{'.':{},'f:l':{}}}}");

    var gone = server.merge(A, "{'data':null}");
    assertThat(owners(gone))
        .containsExactly("maker Update {'f:metadata':{'f:labels':{'.':{},'f:l':{}}}}");
  }

  @Test
  void without_a_field_manager_the_user_agent_is_noted() {
    var request =
        server
            .request("POST", CONFIG_MAPS)
            .withHeader("user-agent", "curl/8.1 (x)")
            .withBody(
                "application/json",
                "{\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"1\"}}".getBytes());
    assertThat(owners(expect(201, server.server.call(request))).getFirst())
        .startsWith("curl Update");
  }

  @Test
  void status_has_entries_of_its_own() {
    applied(WEB, "me", deployment("2 {'containers':[{'name':'c','image':'i'}]}"));
    server.call(
        "PATCH",
        WEB + "/status?fieldManager=controller",
        "application/merge-patch+json",
        "{'status':{'replicas':2}}");
    var owners = owners(server.get(WEB));
    assertThat(owners).contains("controller Update/status {'f:status':{'f:replicas':{}}}");
    var refused =
        apply(
            WEB + "/status",
            "you",
            "{'apiVersion':'apps/v1','kind':'Deployment',"
                + "'metadata':{'name':'web'},'status':{'replicas':3}}");
    assertThat(refusal(409, "Conflict", refused))
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"controller\" with subresource"
                + " \"status\" using apps/v1: .status.replicas");
  }

  @Test
  void scaling_takes_the_replicas_under_its_own_subresource() {
    applied(WEB, "me", deployment("2 {'containers':[{'name':'c','image':'i'}]}"));
    server.call(
        "PATCH",
        WEB + "/scale?fieldManager=autoscaler",
        "application/merge-patch+json",
        "{'spec':{'replicas':5}}");
    var again = apply(WEB, "me", deployment("2 {'containers':[{'name':'c','image':'i'}]}"));
    assertThat(refusal(409, "Conflict", again))
        .contains(
            "conflict with \"autoscaler\" with subresource \"scale\" using apps/v1:"
                + " .spec.replicas");
  }

  @Test
  void elements_of_a_list_belong_to_those_who_named_them() {
    applied(
        WEB,
        "me",
        deployment(
            "{'containers':[{'name':'c','image':'i',"
                + "'ports':[{'containerPort':80}],'env':[{'name':'X','value':'1'}]}]}"));
    var both =
        applied(
            WEB,
            "you",
            deployment(
                "{'containers':[{'name':'side','image':'s'},"
                    + "{'name':'c','env':[{'name':'Y','value':'2'}]}]}"));
    var containers = both.at("/spec/template/spec/containers");
    assertThat(containers.findValuesAsText("name")).contains("c", "side", "X", "Y");
    assertThat(owners(both).getFirst())
        .contains("'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},")
        .contains("'f:containers':{'k:{\\'name\\':\\'c\\'}':{'.':{},'f:env':{'k:{");

    var mine = applied(WEB, "you", deployment("{'containers':[{'name':'c'}]}"));
    assertThat(mine.at("/spec/template/spec/containers")).hasSize(1);
    assertThat(mine.at("/spec/template/spec/containers/0/env").toString())
        .isEqualTo("[{\"name\":\"X\",\"value\":\"1\"}]");
  }

  @Test
  void a_conflict_in_a_list_names_the_element() {
    applied(WEB, "me", deployment("{'containers':[{'name':'c','image':'i'}]}"));
    assertThat(
            refusal(
                409,
                "Conflict",
                apply(WEB, "you", deployment("{'containers':[{'name':'c','image':'j'}]}"))))
        .endsWith(": .spec.template.spec.containers[name=\"c\"].image");
  }

  @Test
  void sets_are_joined_and_taken_apart_again() {
    var finalizers =
        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a','finalizers':%s}}";
    applied(A, "me", finalizers.formatted("['x.io/a','x.io/b']"));
    var joined = applied(A, "you", finalizers.formatted("['x.io/b','x.io/c']"));
    assertThat(joined.at("/metadata/finalizers").toString())
        .isEqualTo("[\"x.io/a\",\"x.io/b\",\"x.io/c\"]");
    var left = applied(A, "me", finalizers.formatted("[]"));
    assertThat(left.at("/metadata/finalizers").toString()).isEqualTo("[\"x.io/b\",\"x.io/c\"]");
  }

  @Test
  void what_is_atomic_is_replaced_as_a_whole() {
    applied(
        WEB,
        "me",
        deployment(
            "{'nodeSelector':{'a':'1'},'containers':[{'name':'c',"
                + "'image':'i','args':['x','y']}]}"));
    var changed =
        applied(
            WEB,
            "me",
            deployment(
                "{'nodeSelector':{'b':'2'},"
                    + "'containers':[{'name':'c','image':'i','args':['z']}]}"));
    assertThat(changed.at("/spec/template/spec/nodeSelector").toString())
        .isEqualTo("{\"b\":\"2\"}");
    assertThat(changed.at("/spec/template/spec/containers/0/args").toString()).isEqualTo("[\"z\"]");
    assertThat(owners(changed).getFirst()).contains("'f:args':{}", "'f:nodeSelector':{}");
  }

  @Test
  void defaults_belong_to_nobody() {
    applied(WEB, "me", deployment("{'containers':[{'name':'c','image':'i'}]}"));
    var replicas = applied(WEB, "you", deployment("3 {'containers':[{'name':'c'}]}"));
    assertThat(replicas.at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @Test
  void what_a_new_object_is_written_with_in_any_case_belongs_to_nobody() {
    var event =
        server.create(
            "/api/v1/namespaces/default/events",
            "{'metadata':{'name':'e'},'involvedObject':{'namespace':'default'},'type':'Normal'}");
    assertThat(owners(event).getFirst()).endsWith("Update {'f:involvedObject':{},'f:type':{}}");
  }

  @Test
  void who_owns_what_is_asked_before_text_is_read() {
    var web = "{'containers':[{'name':'c','image':'i','resources':{'limits':{'cpu':'%s'}}}]}";
    applied(WEB, "me", deployment(web.formatted("1")));

    assertThat(refusal(409, "Conflict", apply(WEB, "you", deployment(web.formatted("1x")))))
        .endsWith(".spec.template.spec.containers[name=\"c\"].resources.limits.cpu");
  }

  @Test
  void an_object_without_owners_is_from_before_the_first_apply() {
    server.configMap("a");
    server.call("PATCH", A, "application/merge-patch+json", "{'metadata':{'managedFields':[{}]}}");
    assertThat(owners(server.get(A))).isEmpty();
    server.merge(A, "{'data':{'a':'2'}}");
    assertThat(owners(server.get(A))).isEmpty();

    assertThat(refusal(409, "Conflict", apply(A, "me", map("{'a':'3'}"))))
        .contains("\"before-first-apply\" using v1: .data.a");
  }

  @Test
  void kubectl_takes_over_from_its_own_client_side_apply() {
    var last = map("{'x':'1','y':'1'}").replace("'", "\\\"");
    var body =
        "{'metadata':{'name':'a','annotations':{"
            + "'kubectl.kubernetes.io/last-applied-configuration':\"%s\"}},"
            + "'data':{'x':'1','y':'9'}}";
    expect(
        201,
        server.call(
            "POST",
            CONFIG_MAPS + "?fieldManager=kubectl-client-side-apply",
            "application/json",
            body.formatted(last).replace("\\\"", "\\u0022")));

    assertThat(refusal(409, "Conflict", apply(A, "you", map("{'x':'2'}")))).endsWith(".data.x");
    assertThat(refusal(409, "Conflict", apply(A, "kubectl", map("{'x':'2','y':'2'}"))))
        .endsWith(".data.y");
    var taken = applied(A, "kubectl", map("{'x':'2'}"));
    assertThat(taken.path("data").path("x").asText()).isEqualTo("2");
    assertThat(taken.at("/metadata/annotations").toString()).contains("\\\"x\\\":\\\"2\\\"");
  }

  @Test
  void a_dry_run_changes_nothing() {
    assertThat(applied(A, "me&dryRun=All", map("{'x':'1'}")).path("data").path("x").asText())
        .isEqualTo("1");
    expect(404, server.call("GET", A));
    var before = applied(A, "me", map("{'x':'1'}"));
    applied(A, "me&dryRun=All", map("{'x':'2'}"));
    assertThat(server.get(A)).isEqualTo(before);
  }

  @Test
  void an_apply_says_by_whom_and_of_what() {
    assertThat(refusal(422, "Invalid", server.call("PATCH", A, APPLY, map("{}"))))
        .isEqualTo(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"
                + " for apply patch");
    assertThat(refusal(400, "BadRequest", apply(A, "me", "{'metadata':{}}")))
        .startsWith("Incorrect version specified in apply patch.");
    refusal(400, "BadRequest", apply(CONFIG_MAPS + "/b", "me", map("{}")));
    refusal(400, "BadRequest", apply(A, "me", map("{},'nope':1")));
    refusal(
        400,
        "BadRequest",
        apply(A, "me", map("{}").replace("'name':'a'", "'name':'a','managedFields':[]")));
    var twice = "{'containers':[{'name':'c','image':'i'},{'name':'c','image':'j'}]}";
    assertThat(refusal(400, "BadRequest", apply(WEB, "me", deployment(twice))))
        .contains("duplicate entries for key [name=\"c\"]");
    assertThat(
            refusal(
                422,
                "Invalid",
                server.call("PATCH", A + "?force=true", "application/merge-patch+json", "{}")))
        .contains("force: Forbidden: may not be specified for non-apply patch");
  }

  @Test
  void an_apply_that_names_an_old_version_is_refused() {
    var old = version(applied(A, "me", map("{'x':'1'}")));
    applied(A, "me", map("{'x':'2'}"));
    var body = map("{'x':'3'}").replace("'name':'a'", "'name':'a','resourceVersion':'" + old + "'");
    assertThat(refusal(409, "Conflict", apply(A, "me", body)))
        .contains("the object has been modified");
  }

  @Test
  void too_many_managers_share_an_entry() {
    server.configMap("a");
    for (var i = 0; i < 15; i++) {
      server.pass(java.time.Duration.ofSeconds(1));
      server.call(
          "PATCH",
          A + "?fieldManager=m" + i,
          "application/merge-patch+json",
          "{'data':{'k%d':'1'}}".formatted(i));
    }
    var owners = owners(server.get(A));
    assertThat(owners).hasSize(10);
    assertThat(owners.getFirst()).startsWith("ancient-changes Update").contains("f:k0", "f:k5");
  }

  @Test
  void nonsense_in_managed_fields_is_passed_over() {
    var before = owners(server.configMap("a"));
    for (var fields : List.of("{'x':{}}", "5", "{'k:nope':{}}", "{'f:a':[1]}")) {
      var patch =
          "{'metadata':{'managedFields':[{'manager':'m','operation':'Update',"
              + "'apiVersion':'v1','fieldsType':'FieldsV1','fieldsV1':%s}]}}";
      var patched =
          expect(
              200,
              server.call("PATCH", A, "application/merge-patch+json", patch.formatted(fields)));
      assertThat(owners(patched)).isEqualTo(before);
    }
  }
}
