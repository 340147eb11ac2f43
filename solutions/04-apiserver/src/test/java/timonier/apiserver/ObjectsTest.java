package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.DEPLOYMENTS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectsTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_new_object_gets_identity_birthday_and_version() {
    var metadata = server.configMap("a").path("metadata");

    assertThat(metadata.path("uid").asText())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(metadata.path("creationTimestamp").asText())
        .isEqualTo(
            server.simulation.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    assertThat(metadata.path("resourceVersion").asLong()).isEqualTo(server.store.revision());
    assertThat(metadata.path("namespace").asText()).isEqualTo("default");
  }

  @Test
  void what_was_created_is_read_back_the_same() {
    var created = server.pod("a");

    assertThat(server.get(PODS + "/a")).isEqualTo(created);
  }

  @Test
  void an_object_says_first_what_it_is() {
    server.configMap("a");

    var text =
        new String(
            server.call("GET", CONFIG_MAPS + "/a").body(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(text).startsWith("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{");
  }

  @Test
  void a_missing_object_is_not_found_in_the_words_of_Kubernetes() {
    assertThat(refusal(404, "NotFound", server.call("GET", PODS + "/a")))
        .isEqualTo("pods \"a\" not found");
    assertThat(refusal(404, "NotFound", server.call("GET", DEPLOYMENTS + "/a")))
        .isEqualTo("deployments.apps \"a\" not found");
  }

  @Test
  void a_second_object_of_the_same_name_is_refused() {
    server.configMap("a");

    var again = server.call("POST", CONFIG_MAPS, "application/json", "{'metadata':{'name':'a'}}");
    assertThat(refusal(409, "AlreadyExists", again)).isEqualTo("configmaps \"a\" already exists");
  }

  @Test
  void a_generated_name_is_the_prefix_and_five_letters() {
    var first = server.create(CONFIG_MAPS, "{'metadata':{'generateName':'web-'}}");
    var second = server.create(CONFIG_MAPS, "{'metadata':{'generateName':'web-'}}");

    assertThat(first.path("metadata").path("name").asText()).matches("web-[a-z0-9]{5}");
    assertThat(second.path("metadata").path("name"))
        .isNotEqualTo(first.path("metadata").path("name"));
  }

  @Test
  void nothing_is_created_in_a_namespace_that_is_not_there() {
    var refused =
        server.call(
            "POST",
            "/api/v1/namespaces/nowhere/configmaps",
            "application/json",
            "{'metadata':{'name':'a'}}");

    assertThat(refusal(404, "NotFound", refused)).isEqualTo("namespaces \"nowhere\" not found");
  }

  @Test
  void four_namespaces_are_always_there() {
    assertThat(TestServer.names(server.get("/api/v1/namespaces")))
        .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    assertThat(server.get("/api/v1/namespaces/default").path("status").path("phase").asText())
        .isEqualTo("Active");
  }

  @Test
  void the_namespace_of_the_document_must_be_that_of_the_path() {
    var refused =
        server.call(
            "POST",
            CONFIG_MAPS,
            "application/json",
            "{'metadata':{'name':'a','namespace':'other'}}");

    assertThat(refusal(400, "BadRequest", refused))
        .isEqualTo(
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
  }

  @Test
  void a_document_of_another_kind_is_refused() {
    var refused =
        server.call(
            "POST", CONFIG_MAPS, "application/json", "{'kind':'Pod','metadata':{'name':'a'}}");

    assertThat(refusal(400, "BadRequest", refused)).contains("Pod").contains("ConfigMap");
  }

  @Test
  void defaults_are_filled_in() {
    var spec = server.pod("a").path("spec");

    assertThat(spec.path("restartPolicy").asText()).isEqualTo("Always");
    assertThat(spec.path("terminationGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(spec.path("containers").path(0).path("imagePullPolicy").asText())
        .isEqualTo("Always");
  }

  @Test
  void a_new_pod_is_pending_whatever_the_document_says() {
    var pod =
        server.create(
            PODS,
            "{'metadata':{'name':'a'},'spec':{'containers':[{'name':'c','image':'i'}]},"
                + "'status':{'phase':'Running'}}");

    assertThat(pod.path("status").path("phase").asText()).isEqualTo("Pending");
    assertThat(pod.path("status").path("qosClass").asText()).isEqualTo("BestEffort");
  }

  @Test
  void an_object_that_breaks_rules_is_refused_with_all_of_them() {
    var refused =
        server.call(
            "POST",
            PODS,
            "application/json",
            "{'metadata':{'name':'A b'},'spec':{'containers':[]}}");

    var message = refusal(422, "Invalid", refused);
    assertThat(message).contains("metadata.name").contains("spec.containers");
    assertThat(expect(422, refused).path("details").path("causes").size()).isEqualTo(2);
  }

  @Test
  void a_valid_pod_that_will_surprise_is_warned_of_whenever_its_author_writes_it() {
    var container = "{'name':'c','image':'i','resources':{'limits':{'memory':'400m'}}}";
    var pod = "{'metadata':{'name':'a'},'spec':{'containers':[" + container + "]}}";
    var merge = "application/merge-patch+json";
    var label = "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}";
    var status = "{\"status\":{\"phase\":\"Running\"}}";

    var created = server.call("POST", PODS, "application/json", pod.replace('\'', '"'));
    var changed = server.call("PATCH", PODS + "/a", merge, label);
    var observed = server.call("PATCH", PODS + "/a/status", merge, status);

    assertThat(created.headers().get("warning")).contains("fractional byte value");
    assertThat(changed.headers().get("warning")).contains("fractional byte value");
    assertThat(observed.headers()).doesNotContainKey("warning");
  }

  @Test
  void an_unknown_field_is_a_warning_and_is_dropped() {
    var response =
        server.call("POST", CONFIG_MAPS, "application/json", "{'metadata':{'name':'a'},'dat':{}}");

    assertThat(response.headers().get("warning")).isEqualTo("299 - \"unknown field \\\"dat\\\"\"");
    assertThat(expect(201, response).has("dat")).isFalse();
  }

  @Test
  void an_unknown_field_is_an_error_when_validation_is_strict() {
    var refused =
        server.call(
            "POST",
            CONFIG_MAPS + "?fieldValidation=Strict",
            "application/json",
            "{'metadata':{'name':'a'},'dat':{}}");

    assertThat(refusal(400, "BadRequest", refused))
        .contains("strict decoding error: unknown field \"dat\"");
  }

  @Test
  void a_field_stated_twice_is_an_error_when_validation_is_strict() {
    var refused =
        server.call(
            "POST",
            CONFIG_MAPS + "?fieldValidation=Strict",
            "application/json",
            "{'metadata':{'name':'a'},'data':{},'data':{}}");

    assertThat(refusal(400, "BadRequest", refused))
        .contains("strict decoding error: duplicate field \"data\"");
  }

  @Test
  void an_unknown_field_is_nothing_when_validation_is_off() {
    var response =
        server.call(
            "POST",
            CONFIG_MAPS + "?fieldValidation=Ignore",
            "application/json",
            "{'metadata':{'name':'a'},'dat':{}}");

    assertThat(response.headers()).doesNotContainKey("warning");
    expect(201, response);
  }

  @Test
  void a_dry_run_answers_and_writes_nothing() {
    var before = server.store.revision();

    expect(
        201,
        server.call(
            "POST", CONFIG_MAPS + "?dryRun=All", "application/json", "{'metadata':{'name':'a'}}"));
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/a"));
    assertThat(server.store.revision()).isEqualTo(before);
  }

  @Test
  void a_replace_with_an_old_version_is_refused() {
    var old = server.configMap("a");
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");

    var refused = server.call("PUT", CONFIG_MAPS + "/a", "application/json", old.toString());
    assertThat(refusal(409, "Conflict", refused))
        .isEqualTo(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void a_replace_without_a_version_wins_over_what_is_there() {
    server.configMap("a");

    var document = (ObjectNode) server.get(CONFIG_MAPS + "/a").deepCopy();
    ((ObjectNode) document.path("metadata")).remove(List.of("resourceVersion", "uid"));
    ((ObjectNode) document.path("data")).put("a", "3");
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");
    assertThat(server.replace(CONFIG_MAPS + "/a", document).path("data").path("a").asText())
        .isEqualTo("3");
  }

  @Test
  void a_replace_with_another_uid_is_refused() {
    var document = (ObjectNode) server.configMap("a");
    ((ObjectNode) document.path("metadata")).put("uid", "other").remove("resourceVersion");

    var refused = server.call("PUT", CONFIG_MAPS + "/a", "application/json", document.toString());
    assertThat(refusal(409, "Conflict", refused))
        .contains("Precondition failed: UID in precondition: other");
  }

  @Test
  void identity_survives_every_replace() {
    var created = server.configMap("a");
    server.pass(Duration.ofSeconds(5));
    var document = (ObjectNode) created.deepCopy();
    ((ObjectNode) document.path("metadata"))
        .put("creationTimestamp", "2001-01-01T00:00:00Z")
        .remove("uid");

    var replaced = server.replace(CONFIG_MAPS + "/a", document).path("metadata");
    assertThat(replaced.path("uid")).isEqualTo(created.path("metadata").path("uid"));
    assertThat(replaced.path("creationTimestamp"))
        .isEqualTo(created.path("metadata").path("creationTimestamp"));
  }

  @Test
  void a_write_that_changes_nothing_is_no_write() {
    var created = server.configMap("a");

    assertThat(version(server.replace(CONFIG_MAPS + "/a", created))).isEqualTo(version(created));
  }

  @Test
  void generation_counts_changes_of_the_specification_only() {
    var pod = server.create(DEPLOYMENTS, deployment());
    assertThat(pod.path("metadata").path("generation").asInt()).isEqualTo(1);

    var labelled = server.merge(DEPLOYMENTS + "/web", "{'metadata':{'labels':{'x':'y'}}}");
    assertThat(labelled.path("metadata").path("generation").asInt()).isEqualTo(1);
    var status = server.merge(DEPLOYMENTS + "/web/status", "{'status':{'replicas':3}}");
    assertThat(status.path("metadata").path("generation").asInt()).isEqualTo(1);
    var scaled = server.merge(DEPLOYMENTS + "/web", "{'spec':{'replicas':5}}");
    assertThat(scaled.path("metadata").path("generation").asInt()).isEqualTo(2);
  }

  @Test
  void a_new_node_keeps_the_status_that_its_creator_gave() {
    var status = "'status':{'phase':'Running','capacity':{'cpu':'4'}}";

    var node = server.create("/api/v1/nodes", "{'metadata':{'name':'n'}," + status + "}");
    assertThat(node.at("/status/capacity/cpu").asText()).isEqualTo("4");
    assertThat(server.get("/api/v1/nodes/n").at("/status")).isEqualTo(node.at("/status"));
    assertThat(node.at("/metadata/managedFields").toString()).doesNotContain("f:status");
    var range =
        server.create(
            "/apis/networking.k8s.io/v1/servicecidrs",
            "{'metadata':{'name':'r'},'spec':{'cidrs':['10.0.0.0/24']},"
                + "'status':{'conditions':[{'type':'Ready','status':'True','reason':'r',"
                + "'message':'','lastTransitionTime':'2026-01-01T00:00:00Z'}]}}");
    assertThat(range.at("/status/conditions/0/type").asText()).isEqualTo("Ready");
    var claim =
        server.create(
            "/api/v1/namespaces/default/resourcequotas",
            "{'metadata':{'name':'q'},'spec':{},'status':{'hard':{'pods':'1'}}}");
    assertThat(claim.at("/status/hard").isMissingNode()).isTrue();
  }

  @Test
  void a_binding_and_objects_of_other_kinds_have_no_generation_to_count() {
    server.pod("a");
    server.bind("a", "n1");
    assertThat(server.get(PODS + "/a").path("metadata").path("generation").asInt()).isEqualTo(1);
    var node = server.create("/api/v1/nodes", "{'metadata':{'name':'n','generation':0},'spec':{}}");
    assertThat(node.path("metadata").has("generation")).isFalse();
  }

  @Test
  void a_namespace_can_be_selected_by_its_name() {
    var made = server.create("/api/v1/namespaces", "{'metadata':{'name':'blue'}}");
    assertThat(made.at("/metadata/labels/kubernetes.io~1metadata.name").asText()).isEqualTo("blue");
    assertThat(made.at("/spec/finalizers/0").asText()).isEqualTo("kubernetes");
  }

  @Test
  void what_says_nothing_is_left_out() {
    var node =
        server.create(
            "/api/v1/nodes", "{'metadata':{'name':'n','labels':{}},'spec':{'taints':[]}}");
    assertThat(node.path("metadata").has("labels")).isFalse();
    assertThat(node.path("spec").has("taints")).isFalse();
    server.create(DEPLOYMENTS, deployment());
    var status = "{'status':{'replicas':3,'unavailableReplicas':0}}";
    var deployment = server.merge(DEPLOYMENTS + "/web/status", status);
    assertThat(deployment.at("/status/replicas").asInt()).isEqualTo(3);
    assertThat(deployment.path("status").has("unavailableReplicas")).isFalse();
  }

  static String deployment() {
    return "{'metadata':{'name':'web'},'spec':{'replicas':2,"
        + "'selector':{'matchLabels':{'app':'web'}},"
        + "'template':{'metadata':{'labels':{'app':'web'}},"
        + "'spec':{'containers':[{'name':'web','image':'nginx:1'}]}}}}";
  }

  @Test
  void the_status_is_written_by_its_own_path_only() {
    server.pod("a");

    var main =
        server.merge(PODS + "/a", "{'status':{'phase':'Running'},'metadata':{'labels':{'x':'y'}}}");
    assertThat(main.path("status").path("phase").asText()).isEqualTo("Pending");
    var status =
        server.merge(
            PODS + "/a/status",
            "{'status':{'phase':'Running'},'spec':{'activeDeadlineSeconds':7},"
                + "'metadata':{'annotations':{'x':'noted'}}}");
    assertThat(status.path("status").path("phase").asText()).isEqualTo("Running");
    assertThat(status.path("spec").has("activeDeadlineSeconds")).isFalse();
    assertThat(status.at("/metadata/labels/x").asText()).isEqualTo("y");
    assertThat(status.at("/metadata/annotations/x").asText()).isEqualTo("noted");
  }

  @Test
  void a_controller_notes_a_revision_together_with_the_status() {
    var deployments = "/apis/apps/v1/namespaces/default/deployments";
    var made = (ObjectNode) server.create(deployments, deployment());
    made.withObject("/metadata/annotations").put("deployment.kubernetes.io/revision", "3");
    made.withObject("/spec").put("replicas", 9);
    made.withObject("/status").put("observedGeneration", 1);

    server.replace(deployments + "/web/status", made);

    var noted = server.get(deployments + "/web");
    assertThat(noted.at("/metadata/annotations/deployment.kubernetes.io~1revision").asText())
        .isEqualTo("3");
    assertThat(noted.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(noted.at("/metadata/generation").asInt()).isEqualTo(1);
  }

  @Test
  void the_image_of_a_pod_may_change_but_not_its_node() {
    server.pod("a");

    var image =
        server.strategic(PODS + "/a", "{'spec':{'containers':[{'name':'web','image':'nginx:2'}]}}");
    assertThat(image.path("spec").path("containers").path(0).path("image").asText())
        .isEqualTo("nginx:2");
    var refused =
        server.call(
            "PATCH", PODS + "/a", "application/merge-patch+json", "{'spec':{'nodeName':'n1'}}");
    assertThat(refusal(422, "Invalid", refused))
        .contains("spec: Forbidden: pod updates may not change fields other than");
  }

  @Test
  void a_document_may_come_in_YAML() {
    var created =
        expect(
            201,
            server.call(
                "POST", CONFIG_MAPS, "application/yaml", "metadata:\n  name: a\ndata:\n  b: c\n"));

    assertThat(created.path("data").path("b").asText()).isEqualTo("c");
  }

  @Test
  void what_is_not_JSON_is_refused() {
    refusal(400, "BadRequest", server.call("POST", CONFIG_MAPS, "application/json", "{"));
    refusal(400, "BadRequest", server.call("POST", CONFIG_MAPS, "application/json", ""));
    refusal(400, "BadRequest", server.call("POST", CONFIG_MAPS, "application/json", "[]"));
    refusal(415, "UnsupportedMediaType", server.call("POST", CONFIG_MAPS, "text/html", "{}"));
  }

  @Test
  void a_path_that_nobody_serves_is_not_found() {
    var message = "the server could not find the requested resource";

    assertThat(refusal(404, "NotFound", server.call("GET", "/api/v1/unicorns"))).isEqualTo(message);
    assertThat(refusal(404, "NotFound", server.call("GET", "/apis/x/v1/namespaces/a/b/c")))
        .isEqualTo(message);
    assertThat(refusal(404, "NotFound", server.call("GET", "/nothing"))).isEqualTo(message);
    assertThat(refusal(404, "NotFound", server.call("GET", "/api/v1/namespaces/default/nodes")))
        .isEqualTo(message);
    assertThat(refusal(404, "NotFound", server.call("GET", PODS + "/a/unicorn")))
        .isEqualTo(message);
  }

  @Test
  void details_of_a_path_that_nobody_serves_tell_what_was_asked_for() {
    var details = expect(404, server.call("GET", PODS + "/a/unicorn")).path("details");
    assertThat(details.path("kind").asText()).isEqualTo("pods");
    assertThat(details.has("name")).isFalse();

    details = expect(404, server.call("GET", "/apis/x/v1/unicorns/a")).path("details");
    assertThat(details.path("group").asText()).isEqualTo("x");
    assertThat(details.path("kind").asText()).isEqualTo("unicorns");
    assertThat(expect(404, server.call("GET", "/nothing")).has("details")).isTrue();
  }

  @Test
  void a_method_that_makes_no_sense_is_not_allowed() {
    refusal(405, "MethodNotAllowed", server.call("PUT", PODS, "application/json", "{}"));
    refusal(405, "MethodNotAllowed", server.call("POST", PODS + "/a", "application/json", "{}"));
    refusal(405, "MethodNotAllowed", server.call("POST", "/api/v1/pods", "application/json", "{}"));
    refusal(405, "MethodNotAllowed", server.call("BREW", PODS));
  }
}
