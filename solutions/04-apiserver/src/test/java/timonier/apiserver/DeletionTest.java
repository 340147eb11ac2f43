package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.names;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode delete(String url, String options) {
    return expect(200, server.call("DELETE", url, "application/json", options));
  }

  @Test
  void an_object_that_nobody_holds_goes_at_once() {
    var created = server.configMap("a");

    var answer = server.delete(CONFIG_MAPS + "/a");
    assertThat(answer.path("kind").asText()).isEqualTo("Status");
    assertThat(answer.path("status").asText()).isEqualTo("Success");
    assertThat(answer.path("details").path("uid")).isEqualTo(created.path("metadata").path("uid"));
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/a"));
  }

  @Test
  void deleting_what_is_not_there_is_not_found() {
    refusal(404, "NotFound", server.call("DELETE", CONFIG_MAPS + "/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "kube-system", "kube-public", "kube-node-lease"})
  void namespaces_that_are_always_there_stay(String name) {
    var refused = server.call("DELETE", "/api/v1/namespaces/" + name + "?dryRun=All");

    assertThat(refusal(403, "Forbidden", refused))
        .isEqualTo(
            "namespaces \"%s\" is forbidden: this namespace may not be deleted".formatted(name));
  }

  @Test
  void a_finalizer_holds_an_object_until_it_is_taken_away() {
    server.create(CONFIG_MAPS, "{'metadata':{'name':'a','finalizers':['x.io/a']}}");

    var marked = server.delete(CONFIG_MAPS + "/a");
    assertThat(marked.path("metadata").has("deletionTimestamp")).isTrue();
    server.get(CONFIG_MAPS + "/a");
    server.merge(CONFIG_MAPS + "/a", "{'metadata':{'finalizers':null}}");
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/a"));
  }

  @Test
  void the_moment_of_deletion_cannot_be_taken_back() {
    server.create(CONFIG_MAPS, "{'metadata':{'name':'a','finalizers':['x.io/a']}}");
    var marked = server.delete(CONFIG_MAPS + "/a");

    var patched =
        server.merge(
            CONFIG_MAPS + "/a", "{'metadata':{'deletionTimestamp':null,'labels':{'x':'y'}}}");
    assertThat(patched.path("metadata").path("deletionTimestamp"))
        .isEqualTo(marked.path("metadata").path("deletionTimestamp"));
  }

  @Test
  void orphaning_and_foreground_deletion_leave_work_for_the_garbage_collector() {
    server.configMap("a");
    server.configMap("b");

    var orphaning = delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Orphan'}");
    assertThat(orphaning.at("/metadata/finalizers").toString()).isEqualTo("[\"orphan\"]");
    var foreground = delete(CONFIG_MAPS + "/b", "{'propagationPolicy':'Foreground'}");
    assertThat(foreground.at("/metadata/finalizers").toString())
        .isEqualTo("[\"foregroundDeletion\"]");
  }

  @Test
  void the_last_word_on_dependents_counts() {
    server.configMap("a");
    delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Orphan'}");

    var foreground = delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Foreground'}");
    assertThat(foreground.at("/metadata/finalizers").toString())
        .isEqualTo("[\"foregroundDeletion\"]");
    delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Background'}");
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/a"));
  }

  @Test
  void options_of_a_deletion_that_do_not_go_together_are_refused() {
    server.configMap("a");
    for (var options :
        List.of(
            "{'propagationPolicy':'Orphan','orphanDependents':true}",
            "{'propagationPolicy':'Away'}",
            "{'dryRun':['Some']}")) {
      var refused =
          server.call("DELETE", CONFIG_MAPS + "/a", "application/json", options.replace('\'', '"'));
      refusal(422, "Invalid", refused);
    }
  }

  @Test
  void some_kinds_answer_the_object_that_is_gone() {
    server.create("/api/v1/namespaces/default/serviceaccounts", "{'metadata':{'name':'a'}}");
    server.pod("a");

    var account = server.delete("/api/v1/namespaces/default/serviceaccounts/a");
    assertThat(account.path("kind").asText()).isEqualTo("ServiceAccount");
    assertThat(account.path("metadata").has("deletionTimestamp")).isFalse();
    var pod = server.delete(PODS + "/a");
    assertThat(pod.path("kind").asText()).isEqualTo("Pod");
    assertThat(pod.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
  }

  @Test
  void namespaces_are_deleted_one_by_one() {
    refusal(405, "MethodNotAllowed", server.call("DELETE", "/api/v1/namespaces"));
  }

  @Test
  void a_pod_without_a_node_goes_at_once() {
    server.pod("a");

    server.delete(PODS + "/a");
    refusal(404, "NotFound", server.call("GET", PODS + "/a"));
  }

  @Test
  void a_pod_on_a_node_has_time_to_stop() {
    server.pod("a");
    server.bind("a", "n1");

    var marked = server.delete(PODS + "/a").path("metadata");
    assertThat(marked.path("deletionGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(Instant.parse(marked.path("deletionTimestamp").asText()))
        .isEqualTo(
            server
                .simulation
                .now()
                .plusSeconds(30)
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }

  @Test
  void no_time_to_stop_is_longer_than_calendars_know() {
    server.pod("a");
    server.bind("a", "n1");

    var deleted = server.delete(PODS + "/a?gracePeriodSeconds=9223372036854775807");
    assertThat(deleted.at("/metadata/deletionGracePeriodSeconds").asLong())
        .isEqualTo(1_000_000_000);
  }

  @Test
  void a_second_deletion_may_shorten_the_time_but_not_lengthen_it() {
    server.pod("a");
    server.bind("a", "n1");
    server.delete(PODS + "/a");

    var shorter = delete(PODS + "/a", "{'gracePeriodSeconds':5}");
    assertThat(shorter.path("metadata").path("deletionGracePeriodSeconds").asInt()).isEqualTo(5);
    var longer = delete(PODS + "/a", "{'gracePeriodSeconds':60}");
    assertThat(longer.path("metadata").path("deletionGracePeriodSeconds").asInt()).isEqualTo(5);
    assertThat(version(longer)).isEqualTo(version(shorter));
  }

  @Test
  void the_kubelet_removes_a_pod_by_deleting_it_without_grace() {
    server.pod("a");
    server.bind("a", "n1");
    server.delete(PODS + "/a");

    delete(PODS + "/a", "{'gracePeriodSeconds':0}");
    refusal(404, "NotFound", server.call("GET", PODS + "/a"));
  }

  @Test
  void a_pod_that_has_ended_goes_at_once() {
    server.pod("a");
    server.bind("a", "n1");
    server.merge(PODS + "/a/status", "{'status':{'phase':'Succeeded'}}");

    server.delete(PODS + "/a");
    refusal(404, "NotFound", server.call("GET", PODS + "/a"));
  }

  @Test
  void a_deletion_may_name_the_identity_and_version_that_it_means() {
    var created = server.configMap("a");

    var refused =
        server.call(
            "DELETE", CONFIG_MAPS + "/a", "application/json", "{'preconditions':{'uid':'x'}}");
    assertThat(refusal(409, "Conflict", refused))
        .contains("Precondition failed: UID in precondition: x");
    refused =
        server.call(
            "DELETE",
            CONFIG_MAPS + "/a",
            "application/json",
            "{'preconditions':{'resourceVersion':'1'}}");
    refusal(409, "Conflict", refused);
    delete(
        CONFIG_MAPS + "/a",
        "{'preconditions':{'uid':'%s','resourceVersion':'%s'}}"
            .formatted(created.path("metadata").path("uid").asText(), version(created)));
  }

  @Test
  void a_dry_run_deletes_nothing() {
    server.configMap("a");

    server.delete(CONFIG_MAPS + "/a?dryRun=All");
    delete(CONFIG_MAPS + "/a", "{'dryRun':['All']}");
    server.get(CONFIG_MAPS + "/a");
  }

  @Test
  void a_collection_is_deleted_by_selector() {
    server.create(CONFIG_MAPS, "{'metadata':{'name':'a','labels':{'app':'web'}}}");
    server.create(CONFIG_MAPS, "{'metadata':{'name':'b','labels':{'app':'web'}}}");
    server.configMap("c");

    var deleted = server.delete(CONFIG_MAPS + "?labelSelector=app%3Dweb");
    assertThat(names(deleted)).containsExactly("a", "b");
    assertThat(names(server.get(CONFIG_MAPS))).containsExactly("c");
  }
}
