package timonier.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.PODS;
import static timonier.apiserver.TestServer.names;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.pods.objects.JsonFormat;

class ListsTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private void some(String... names) {
    List.of(names).forEach(server::configMap);
  }

  private void labelled(String name, String labels) {
    server.create(CONFIG_MAPS, "{'metadata':{'name':'%s','labels':%s}}".formatted(name, labels));
  }

  @Test
  void a_list_is_its_objects_in_order_at_one_version() {
    some("b", "a", "c");

    var list = server.get(CONFIG_MAPS);
    assertThat(list.path("kind").asText()).isEqualTo("ConfigMapList");
    assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(names(list)).containsExactly("a", "b", "c");
    assertThat(version(list)).isEqualTo(Long.toString(server.store.revision()));
    assertThat(list.path("items").path(0)).isEqualTo(server.get(CONFIG_MAPS + "/a"));
  }

  @Test
  void an_empty_list_has_items_and_a_version() {
    var list = server.get(PODS);

    assertThat(list.path("items").isArray()).isTrue();
    assertThat(version(list)).isNotEmpty();
  }

  @Test
  void a_list_of_all_namespaces_holds_those_of_each() {
    some("a");
    server.create("/api/v1/namespaces/kube-system/configmaps", "{'metadata':{'name':'b'}}");

    assertThat(names(server.get("/api/v1/configmaps"))).containsExactly("a", "b");
    assertThat(names(server.get(CONFIG_MAPS))).containsExactly("a");
  }

  @Test
  void pages_show_what_was_there_at_the_first() {
    some("a", "b", "c", "d", "e");

    var first = server.get(CONFIG_MAPS + "?limit=2");
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.path("metadata").path("remainingItemCount").asInt()).isEqualTo(3);
    some("bb");
    server.delete(CONFIG_MAPS + "/c");
    var token = first.path("metadata").path("continue").asText();
    var second = server.get(CONFIG_MAPS + "?limit=2&continue=" + token);
    assertThat(names(second)).containsExactly("c", "d");
    assertThat(version(second)).isEqualTo(version(first));
    token = second.path("metadata").path("continue").asText();
    var third = server.get(CONFIG_MAPS + "?limit=2&continue=" + token);
    assertThat(names(third)).containsExactly("e");
    assertThat(third.path("metadata").has("continue")).isFalse();
  }

  @Test
  void a_page_whose_past_is_forgotten_is_expired() {
    some("a", "b");
    var token = server.get(CONFIG_MAPS + "?limit=1").path("metadata").path("continue").asText();
    some("c");
    server.pass(Duration.ofMinutes(10));

    var refused = server.call("GET", CONFIG_MAPS + "?limit=1&continue=" + token);
    assertThat(refusal(410, "Expired", refused))
        .contains("The provided continue parameter is too old");
  }

  @Test
  void a_continue_token_that_nobody_gave_is_refused() {
    refusal(400, "BadRequest", server.call("GET", CONFIG_MAPS + "?continue=xyz"));
  }

  @Test
  void a_list_may_show_the_past_exactly() {
    some("a");
    var then = version(server.get(CONFIG_MAPS));
    some("b");

    assertThat(
            names(
                server.get(
                    CONFIG_MAPS
                        + "?resourceVersion=%s&resourceVersionMatch=Exact".formatted(then))))
        .containsExactly("a");
    assertThat(names(server.get(CONFIG_MAPS + "?resourceVersion=" + then)))
        .containsExactly("a", "b");
    assertThat(names(server.get(CONFIG_MAPS + "?resourceVersion=0"))).containsExactly("a", "b");
  }

  @Test
  void a_version_from_the_future_is_too_large() {
    var refused = server.call("GET", CONFIG_MAPS + "?resourceVersion=1000");

    assertThat(refusal(504, "Timeout", refused))
        .startsWith("Too large resource version: 1000, current: ");
    assertThat(refused.headers()).containsEntry("retry-after", "1");
    assertThat(JsonFormat.parse(refused.body()).path("details"))
        .hasToString(
            "{\"causes\":[{\"reason\":\"ResourceVersionTooLarge\",\"message\":\"Too large resource"
                + " version\"}],\"retryAfterSeconds\":1}");
  }

  @Test
  void a_number_that_is_none_is_refused() {
    for (var option : List.of("limit", "timeoutSeconds")) {
      assertThat(
              refusal(
                  400, "BadRequest", server.call("GET", CONFIG_MAPS + "?%s=x".formatted(option))))
          .isEqualTo("strconv.ParseInt: parsing \"x\": invalid syntax");
    }
    var large = server.call("GET", CONFIG_MAPS + "?limit=9223372036854775808");
    assertThat(refusal(400, "BadRequest", large))
        .isEqualTo("strconv.ParseInt: parsing \"9223372036854775808\": value out of range");
  }

  @Test
  void labels_select_by_equality_sets_and_presence() {
    labelled("a", "{'app':'web','tier':'front'}");
    labelled("b", "{'app':'db'}");
    labelled("c", "{}");

    assertThat(select("labelSelector=app%3Dweb")).containsExactly("a");
    assertThat(select("labelSelector=app%3D%3Dweb")).containsExactly("a");
    assertThat(select("labelSelector=app!%3Dweb")).containsExactly("b", "c");
    assertThat(select("labelSelector=app%20in%20(web,db)")).containsExactly("a", "b");
    assertThat(select("labelSelector=app%20notin%20(web)")).containsExactly("b", "c");
    assertThat(select("labelSelector=tier")).containsExactly("a");
    assertThat(select("labelSelector=!tier")).containsExactly("b", "c");
    assertThat(select("labelSelector=app%20in%20(web,db),!tier")).containsExactly("b");
  }

  @Test
  void labels_that_are_numbers_can_be_compared() {
    labelled("a", "{'size':'9'}");
    labelled("b", "{'size':'10'}");
    labelled("c", "{'size':'big'}");
    labelled("d", "{}");

    assertThat(select("labelSelector=size%3E9")).containsExactly("b");
    assertThat(select("labelSelector=size%3C10")).containsExactly("a");
  }

  @Test
  void nothing_between_commas_is_an_empty_value() {
    labelled("a", "{'app':''}");
    labelled("b", "{'app':'web'}");

    assertThat(select("labelSelector=app%20in%20(,db)")).containsExactly("a");
    assertThat(select("labelSelector=app%3D")).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,", ",a", "a in", "a in ()", "a in (b", "a > b", "!a=b", "a b", "-a", "a=b c", "a=-"
      })
  void a_label_selector_that_makes_no_sense_is_refused(String selector) {
    var url = CONFIG_MAPS + "?labelSelector=" + URLEncoder.encode(selector, UTF_8);

    refusal(400, "BadRequest", server.call("GET", url));
  }

  @Test
  void each_kind_can_be_selected_by_its_own_fields() {
    var known = "/apis/batch/v1/jobs?fieldSelector=status.successful%3D0";
    var unknown = server.call("GET", PODS + "?fieldSelector=spec.other%3Da");
    var none = server.call("GET", CONFIG_MAPS + "?fieldSelector=type%3Da");

    assertThat(names(server.get(known))).isEmpty();
    assertThat(refusal(400, "BadRequest", unknown))
        .isEqualTo("field label not supported: spec.other");
    assertThat(refusal(400, "BadRequest", none))
        .isEqualTo(
            "\"type\" is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resourceVersionMatch=Exact",
        "resourceVersionMatch=Newest&resourceVersion=1",
        "resourceVersionMatch=Exact&resourceVersion=0",
        "resourceVersionMatch=NotOlderThan&resourceVersion=1&continue=x",
        "sendInitialEvents=true"
      })
  void options_that_do_not_go_together_are_refused(String query) {
    refusal(422, "Invalid", server.call("GET", CONFIG_MAPS + "?" + query));
  }

  @Test
  void a_page_goes_on_at_the_version_of_the_first() {
    some("a");
    some("b");
    var token = server.get(CONFIG_MAPS + "?limit=1").path("metadata").path("continue").asText();
    var url = CONFIG_MAPS + "?resourceVersion=1&continue=" + token;

    assertThat(refusal(400, "BadRequest", server.call("GET", url)))
        .isEqualTo("specifying resource version is not allowed when using continue");
    assertThat(names(server.get(CONFIG_MAPS + "?limit=-1"))).containsExactly("a", "b");
  }

  private List<String> select(String query) {
    return names(server.get(CONFIG_MAPS + "?" + query));
  }

  @Test
  void a_label_value_that_only_occurs_elsewhere_does_not_match() {
    server.create(CONFIG_MAPS, "{'metadata':{'name':'web'},'data':{'app':'web'}}");

    assertThat(select("labelSelector=app%3Dweb")).isEmpty();
  }

  @Test
  void a_selector_that_cannot_be_read_is_refused() {
    refusal(400, "BadRequest", server.call("GET", CONFIG_MAPS + "?labelSelector=a%3D%3D%3Db"));
    refusal(400, "BadRequest", server.call("GET", CONFIG_MAPS + "?fieldSelector=data.a%3Db"));
    refusal(400, "BadRequest", server.call("GET", CONFIG_MAPS + "?labelSelector=a%3Ex"));
    refusal(400, "BadRequest", server.call("GET", CONFIG_MAPS + "?labelSelector=a/b/c%3Dd"));

    var refused = server.call("GET", CONFIG_MAPS + "?labelSelector=a%3Db@c");
    assertThat(refusal(400, "BadRequest", refused))
        .startsWith("unable to parse requirement: values[0][a]: Invalid value: \"b@c\": a valid");
  }

  @Test
  void fields_select_pods_by_node_and_phase() {
    server.pod("a");
    server.pod("b");
    server.bind("b", "n1");

    assertThat(names(server.get("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1")))
        .containsExactly("b");
    assertThat(names(server.get("/api/v1/pods?fieldSelector=spec.nodeName%3D")))
        .containsExactly("a");
    assertThat(
            names(
                server.get(
                    "/api/v1/pods?fieldSelector=spec.nodeName!%3Dn1,status.phase%3DPending")))
        .containsExactly("a");
    assertThat(names(server.get(PODS + "?fieldSelector=metadata.name%3Da"))).containsExactly("a");
    assertThat(names(server.get(PODS + "?fieldSelector=metadata.name!%3Da"))).containsExactly("b");
  }

  @Test
  void pages_of_a_selection_do_not_skip_or_repeat() {
    for (var name : List.of("a", "b", "c", "d", "e")) {
      labelled(name, name.equals("b") ? "{}" : "{'app':'web'}");
    }

    var first = server.get(CONFIG_MAPS + "?limit=2&labelSelector=app%3Dweb");
    assertThat(names(first)).containsExactly("a", "c");
    var token = first.path("metadata").path("continue").asText();
    assertThat(
            names(server.get(CONFIG_MAPS + "?limit=2&labelSelector=app%3Dweb&continue=" + token)))
        .containsExactly("d", "e");
  }
}
