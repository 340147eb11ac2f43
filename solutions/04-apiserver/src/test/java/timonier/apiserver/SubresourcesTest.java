package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.DEPLOYMENTS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.EvictionGuard;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.Status;

class SubresourcesTest {

  private final TestServer server = new TestServer(new Guard());

  /// Pods whose name begins with `kept` stay.
  private static final class Guard implements EvictionGuard {
    @Override
    public void permit(Json pod, Transport server) {
      if (pod.at("/metadata/name").tree().asText().startsWith("kept")) {
        throw new ApiException(
            Status.failure(
                429,
                "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget."));
      }
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_pod_is_bound_once() {
    server.pod("a");

    server.bind("a", "n1");
    var pod = server.get(PODS + "/a");
    assertThat(pod.at("/spec/nodeName").asText()).isEqualTo("n1");
    assertThat(pod.at("/status/conditions/0/type").asText()).isEqualTo("PodScheduled");
    assertThat(pod.at("/status/conditions/0/status").asText()).isEqualTo("True");
    var again =
        server.call("POST", PODS + "/a/binding", "application/json", "{'target':{'name':'n2'}}");
    assertThat(refusal(409, "Conflict", again))
        .contains("pod a is already assigned to node \"n1\"");
  }

  @Test
  void a_binding_for_another_pod_of_the_same_name_is_refused() {
    server.pod("a");

    var refused =
        server.call(
            "POST",
            PODS + "/a/binding",
            "application/json",
            "{'metadata':{'uid':'other'},'target':{'name':'n2'}}");
    refusal(409, "Conflict", refused);
    assertThat(server.get(PODS + "/a").at("/spec").has("nodeName")).isFalse();
  }

  private static final String HALF =
      "'resources':{'requests':{'cpu':'100m','memory':'16Mi'},"
          + "'limits':{'cpu':'500m','memory':'32Mi'}}";

  /// A pod of one container, `web`, and one before it, `first`.
  private void resizable(String name) {
    server.create(
        PODS,
        "{'metadata':{'name':'%s'},'spec':{'containers':[{'name':'web','image':'i',%s}],"
                .formatted(name, HALF)
            + "'initContainers':[{'name':'first','image':'i'}]}}");
  }

  private String notResized(String name, String containers) {
    return refusal(
        422,
        "Invalid",
        server.call(
            "PATCH",
            PODS + "/" + name + "/resize",
            "application/strategic-merge-patch+json",
            "{'spec':{" + containers + "}}"));
  }

  private static String web(String resources) {
    return "'containers':[{'name':'web','resources':{" + resources + "}}]";
  }

  @Test
  void containers_get_more_or_less_on_a_path_of_their_own() {
    resizable("a");
    var more = "{'metadata':{'labels':{'x':'y'}},'spec':{%s}}".formatted(web("'limits':{'cpu':1}"));

    refusal(
        422,
        "Invalid",
        server.call("PATCH", PODS + "/a", "application/strategic-merge-patch+json", more));
    var pod = server.strategic(PODS + "/a/resize", more);
    assertThat(pod.at("/spec/containers/0/resources/limits/cpu").asText()).isEqualTo("1");
    assertThat(pod.at("/spec/containers/0/resources/limits/memory").asText()).isEqualTo("32Mi");
    assertThat(pod.at("/metadata/generation").asInt()).isEqualTo(2);
    assertThat(pod.at("/metadata/labels").isMissingNode()).isTrue();
    assertThat(server.get(PODS + "/a/resize")).isEqualTo(pod);
    assertThat(pod.at("/metadata/managedFields").toString()).contains("\"subresource\":\"resize\"");
  }

  @Test
  void a_resize_changes_nothing_but_processor_time_and_memory() {
    resizable("a");

    assertThat(notResized("a", web("'limits':{'cpu':'50m'}")))
        .contains("spec.containers[0].resources.requests: Invalid value: \"100m\": must be less");
    assertThat(notResized("a", web("'limits':{'cpu':null}")))
        .contains("spec.containers[0].resources.limits: Forbidden: resource limits cannot be");
    assertThat(notResized("a", web("'limits':{'ephemeral-storage':'1Gi'}")))
        .contains("spec: Forbidden: only cpu and memory resources are mutable");
    assertThat(notResized("a", "'containers':[{'name':'more','image':'i'}]"))
        .contains("spec.containers: Forbidden: containers may not be added or removed on resize");
    assertThat(
            notResized(
                "a",
                "'containers':[{'name':'web','resizePolicy':"
                    + "[{'resourceName':'cpu','restartPolicy':'NotRequired'}]}]"))
        .contains("spec: Forbidden: only cpu and memory resources are mutable");
    assertThat(notResized("a", "'resources':{'limits':{'cpu':'2'}}"))
        .contains("pods with pod-level resources cannot be resized");
  }

  @Test
  void a_resize_keeps_the_class_of_a_pod() {
    resizable("a");
    server.pod("best-effort");

    assertThat(notResized("best-effort", web("'requests':{'cpu':'1'}")))
        .contains(
            "spec: Invalid value: \"BestEffort\": Pod QOS Class may not change as a result of"
                + " resizing");
    assertThat(server.strategic(PODS + "/a/resize", "{'spec':{}}").at("/metadata/generation"))
        .isEqualTo(server.get(PODS + "/a").at("/metadata/generation"));
  }

  @Test
  void a_pod_whose_node_does_not_tell_what_it_has_cannot_be_resized() {
    resizable("a");
    var runs =
        "{'status':{'containerStatuses':[{'name':'web','image':'i','imageID':'','ready':true,"
            + "'restartCount':0,'state':{'running':{}}%s}]}}";
    server.merge(PODS + "/a/status", runs.formatted(""));
    assertThat(notResized("a", web("'limits':{'cpu':'1'}")))
        .contains("spec: Forbidden: Pod running on node without support for resize");

    server.merge(PODS + "/a/status", runs.formatted(",'resources':{}"));
    var pod =
        server.strategic(PODS + "/a/resize", "{'spec':{%s}}".formatted(web("'limits':{'cpu':1}")));
    assertThat(pod.at("/spec/containers/0/resources/limits/cpu").asText()).isEqualTo("1");
  }

  @Test
  void containers_to_look_into_a_pod_are_added_on_a_path_of_their_own() {
    server.pod("a");
    var added =
        "{'metadata':{'labels':{'x':'y'}},"
            + "'spec':{'ephemeralContainers':[{'name':'look','image':'i'}]}}";

    refusal(
        422,
        "Invalid",
        server.call("PATCH", PODS + "/a", "application/strategic-merge-patch+json", added));
    var pod = server.strategic(PODS + "/a/ephemeralcontainers", added);
    assertThat(pod.at("/spec/ephemeralContainers/0/name").asText()).isEqualTo("look");
    assertThat(pod.at("/metadata/labels").isMissingNode()).isTrue();
    assertThat(server.get(PODS + "/a/ephemeralcontainers")).isEqualTo(pod);
  }

  @Test
  void a_scale_shows_and_sets_the_number_of_replicas() {
    server.create(DEPLOYMENTS, ObjectsTest.deployment());

    var scale = server.get(DEPLOYMENTS + "/web/scale");
    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
    assertThat(scale.path("apiVersion").asText()).isEqualTo("autoscaling/v1");
    assertThat(scale.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(scale.at("/status/selector").asText()).isEqualTo("app=web");
    var patched = server.merge(DEPLOYMENTS + "/web/scale", "{'spec':{'replicas':5}}");
    assertThat(patched.at("/spec/replicas").asInt()).isEqualTo(5);
    assertThat(server.get(DEPLOYMENTS + "/web").at("/spec/replicas").asInt()).isEqualTo(5);
  }

  @Test
  void a_scale_of_an_old_version_is_refused() {
    server.create(DEPLOYMENTS, ObjectsTest.deployment());
    var old = server.get(DEPLOYMENTS + "/web/scale");
    server.merge(DEPLOYMENTS + "/web/scale", "{'spec':{'replicas':5}}");

    refusal(
        409,
        "Conflict",
        server.call("PUT", DEPLOYMENTS + "/web/scale", "application/json", old.toString()));
  }

  @Test
  void a_scale_may_come_without_a_content_type() {
    server.create(DEPLOYMENTS, ObjectsTest.deployment());
    var scale = server.get(DEPLOYMENTS + "/web/scale").toString().replace(":2}", ":3}");

    expect(200, server.call("PUT", DEPLOYMENTS + "/web/scale", "", scale));
    assertThat(server.get(DEPLOYMENTS + "/web").at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @Test
  void a_negative_scale_is_refused() {
    server.create(DEPLOYMENTS, ObjectsTest.deployment());

    var refused =
        server.call(
            "PATCH",
            DEPLOYMENTS + "/web/scale",
            "application/merge-patch+json",
            "{'spec':{'replicas':-1}}");
    refusal(422, "Invalid", refused);
  }

  private ApiResponse evict(String pod) {
    return server.call(
        "POST",
        PODS + "/" + pod + "/eviction",
        "application/json",
        "{'kind':'Eviction','apiVersion':'policy/v1beta1','metadata':{'name':'%s'}}"
            .formatted(pod));
  }

  @Test
  void an_eviction_deletes_the_pod() {
    server.pod("a");

    assertThat(expect(201, evict("a")).path("status").asText()).isEqualTo("Success");
    refusal(404, "NotFound", server.call("GET", PODS + "/a"));
  }

  @Test
  void a_guard_may_hold_an_eviction_up() {
    server.pod("kept");

    assertThat(refusal(429, "TooManyRequests", evict("kept"))).startsWith("Cannot evict pod");
    server.get(PODS + "/kept");
  }

  @Test
  void the_log_of_a_pod_that_does_not_run_yet_is_refused() {
    server.pod("a");

    assertThat(refusal(400, "BadRequest", server.call("GET", PODS + "/a/log")))
        .startsWith("container \"web\" in pod \"a\" is waiting to start");
    assertThat(refusal(400, "BadRequest", server.call("GET", PODS + "/a/log?container=x")))
        .isEqualTo("container x is not valid for pod a");
  }

  @Test
  void a_certificate_request_is_approved_by_its_own_path() {
    var csrs = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    JsonNode request =
        server.create(
            csrs,
            "{'metadata':{'name':'a'},'spec':{'request':'%s',"
                    .formatted(ServedKindsTest.certificateRequest())
                + "'signerName':'kubernetes.io/kube-apiserver-client-kubelet',"
                + "'usages':['client auth']}}");
    assertThat(request.at("/spec/username").asText()).isEqualTo(User.admin().name());

    var approved =
        server.merge(
            csrs + "/a/approval",
            "{'status':{'conditions':[{'type':'Approved','status':'True','reason':'Test'}]}}");
    assertThat(approved.at("/status/conditions/0/type").asText()).isEqualTo("Approved");
    assertThat(Optional.ofNullable(approved.get("spec"))).contains(request.get("spec"));
  }
}
