package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.DEPLOYMENTS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import timonier.apiserver.requests.ApiResponse;

class PatchTest {

  private static final String JSON_PATCH = "application/json-patch+json";

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode deployment(String containers) {
    return server.create(
        DEPLOYMENTS,
        ("{'metadata':{'name':'web','annotations':{'x':'1'}},'spec':{"
                + "'selector':{'matchLabels':{'app':'web'}},"
                + "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':%s}}}}")
            .formatted(containers));
  }

  private static List<String> containers(JsonNode deployment) {
    var names = new ArrayList<String>();
    deployment
        .at("/spec/template/spec/containers")
        .forEach(container -> names.add(container.path("name").asText()));
    return names;
  }

  private static final String TWO =
      "[{'name':'a','image':'a:1','env':[{'name':'X','value':'1'}],'ports':[{'containerPort':80}]},"
          + "{'name':'b','image':'b:1','args':['x','y']}]";

  private JsonNode strategic(String podSpec) {
    return server.strategic(
        DEPLOYMENTS + "/web", "{'spec':{'template':{'spec':%s}}}".formatted(podSpec));
  }

  @Test
  void a_merge_patch_sets_and_removes_fields() {
    server.configMap("a");

    var patched = server.merge(CONFIG_MAPS + "/a", "{'data':{'b':'2','a':null}}");
    assertThat(patched.path("data").toString()).isEqualTo("{\"b\":\"2\"}");
  }

  @Test
  void a_json_patch_carries_out_its_operations_in_order() {
    server.configMap("a");

    var patch =
        "[{'op':'test','path':'/data/a','value':'1'},{'op':'add','path':'/data/b','value':'2'},"
            + "{'op':'move','from':'/data/a','path':'/data/c'},"
            + "{'op':'copy','from':'/data/c','path':'/data/d'},"
            + "{'op':'replace','path':'/data/d','value':'4'},{'op':'remove','path':'/data/c'}]";
    var patched = expect(200, server.call("PATCH", CONFIG_MAPS + "/a", JSON_PATCH, patch));
    assertThat(patched.path("data").toString()).isEqualTo("{\"b\":\"2\",\"d\":\"4\"}");
  }

  @Test
  void a_json_patch_whose_test_fails_changes_nothing() {
    var created = server.configMap("a");

    var patch =
        "[{'op':'add','path':'/data/b','value':'2'},{'op':'test','path':'/data/a','value':'9'}]";
    refusal(422, "Invalid", server.call("PATCH", CONFIG_MAPS + "/a", JSON_PATCH, patch));
    assertThat(server.get(CONFIG_MAPS + "/a")).isEqualTo(created);
  }

  @Test
  void a_strategic_patch_merges_containers_by_name() {
    deployment(TWO);

    var patched = strategic("{'containers':[{'name':'b','image':'b:2'}]}");
    assertThat(containers(patched)).containsExactly("a", "b");
    assertThat(patched.at("/spec/template/spec/containers/1/image").asText()).isEqualTo("b:2");
    assertThat(patched.at("/spec/template/spec/containers/0/image").asText()).isEqualTo("a:1");
  }

  @Test
  void a_strategic_patch_merges_lists_within_lists() {
    deployment(TWO);

    var patched =
        strategic(
            "{'containers':[{'name':'a','env':[{'name':'Y','value':'2'},"
                + "{'name':'X','value':'3'}]}]}");
    assertThat(patched.at("/spec/template/spec/containers/0/env"))
        .extracting(env -> env.path("name").asText() + "=" + env.path("value").asText())
        .containsExactlyInAnyOrder("X=3", "Y=2");
  }

  @Test
  void a_strategic_patch_replaces_lists_without_a_merge_key() {
    deployment(TWO);

    var patched = strategic("{'containers':[{'name':'b','args':['z']}]}");
    assertThat(patched.at("/spec/template/spec/containers/1/args").toString()).isEqualTo("[\"z\"]");
  }

  @Test
  void a_strategic_patch_deletes_an_element_by_directive() {
    deployment(TWO);

    var patched = strategic("{'containers':[{'$patch':'delete','name':'a'}]}");
    assertThat(containers(patched)).containsExactly("b");
  }

  @Test
  void a_strategic_patch_replaces_a_list_by_directive() {
    deployment(TWO);

    var patched = strategic("{'containers':[{'name':'c','image':'c:1'},{'$patch':'replace'}]}");
    assertThat(containers(patched)).containsExactly("c");
  }

  @Test
  void a_strategic_patch_replaces_an_object_by_directive() {
    deployment(TWO);

    var patched =
        server.strategic(
            DEPLOYMENTS + "/web", "{'spec':{'strategy':{'$patch':'replace','type':'Recreate'}}}");
    assertThat(patched.at("/spec/strategy").toString()).isEqualTo("{\"type\":\"Recreate\"}");
  }

  @Test
  void a_strategic_patch_keeps_only_the_keys_that_it_names() {
    deployment(TWO);

    var patched =
        server.strategic(
            DEPLOYMENTS + "/web",
            "{'spec':{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}}");
    assertThat(patched.at("/spec/strategy").toString()).isEqualTo("{\"type\":\"Recreate\"}");
  }

  @Test
  void a_strategic_patch_orders_elements_as_it_says() {
    deployment(TWO);

    var patched =
        strategic(
            "{'$setElementOrder/containers':[{'name':'c'},{'name':'b'},{'name':'a'}],"
                + "'containers':[{'name':'c','image':'c:1'}]}");
    assertThat(containers(patched)).containsExactly("c", "b", "a");
  }

  @Test
  void a_strategic_patch_deletes_single_values_by_directive() {
    server.create(
        CONFIG_MAPS, "{'metadata':{'name':'a','finalizers':['x.io/a','x.io/b','x.io/c']}}");

    var patched =
        server.strategic(
            CONFIG_MAPS + "/a", "{'metadata':{'$deleteFromPrimitiveList/finalizers':['x.io/b']}}");
    assertThat(patched.at("/metadata/finalizers").toString()).isEqualTo("[\"x.io/a\",\"x.io/c\"]");
  }

  @Test
  void a_strategic_patch_removes_a_field_by_null() {
    deployment(TWO);

    var patched =
        server.strategic(DEPLOYMENTS + "/web", "{'metadata':{'annotations':{'x':null,'y':'2'}}}");
    assertThat(patched.at("/metadata/annotations").toString()).isEqualTo("{\"y\":\"2\"}");
  }

  @Test
  void a_patch_that_names_an_old_version_is_refused() {
    var old = version(server.configMap("a"));
    server.merge(CONFIG_MAPS + "/a", "{'data':{'a':'2'}}");

    var patch = "{'metadata':{'resourceVersion':'%s'},'data':{'a':'3'}}".formatted(old);
    var refused = server.call("PATCH", CONFIG_MAPS + "/a", "application/merge-patch+json", patch);
    assertThat(refusal(409, "Conflict", refused)).contains("the object has been modified");
  }

  @Test
  void a_patch_for_another_identity_is_refused() {
    server.configMap("a");

    assertThat(refusal(422, "Invalid", merge("{'metadata':{'uid':'other'},'data':{'a':'3'}}")))
        .isEqualTo(
            "ConfigMap \"a\" is invalid: metadata.uid: Invalid value: \"other\": field is"
                + " immutable");
    assertThat(refusal(400, "BadRequest", merge("{'metadata':{'name':'b'}}")))
        .isEqualTo("the name of the object (b) does not match the name on the URL (a)");
    assertThat(refusal(400, "BadRequest", merge("{'metadata':{'namespace':'b'}}")))
        .isEqualTo(
            "the namespace of the object (b) does not match the namespace on the URL (default)");
  }

  private ApiResponse merge(String patch) {
    return server.call("PATCH", CONFIG_MAPS + "/a", "application/merge-patch+json", patch);
  }

  @Test
  void a_patch_leaves_an_object_of_its_type() {
    server.configMap("a");

    for (var patch : List.of("{'data':'x'}", "{'kind':'Secret'}", "{'binaryData':{'a':'b'}}")) {
      assertThat(refusal(422, "Invalid", merge(patch))).startsWith(" \"\" is invalid: patch: ");
    }
    refusal(400, "BadRequest", merge("[]"));
    var named = server.strategic(CONFIG_MAPS + "/a", "{'kind':'Secret','data':{'a':'2'}}");
    assertThat(named.path("kind").asText()).isEqualTo("ConfigMap");
  }

  @Test
  void a_patch_of_something_missing_is_not_found() {
    refusal(
        404,
        "NotFound",
        server.call("PATCH", CONFIG_MAPS + "/a", "application/merge-patch+json", "{}"));
  }

  @Test
  void a_patch_of_unknown_kind_is_refused() {
    server.configMap("a");

    refusal(
        415,
        "UnsupportedMediaType",
        server.call("PATCH", CONFIG_MAPS + "/a", "application/json", "{}"));
  }

  private ApiResponse jsonPatch(String operations) {
    return server.call("PATCH", CONFIG_MAPS + "/a", JSON_PATCH, operations);
  }

  private static String operations(int count, String operation) {
    return "[" + String.join(",", Collections.nCopies(count, operation)) + "]";
  }

  @Test
  void a_JSON_patch_has_ten_thousand_operations_at_most() {
    server.configMap("a");
    var test = "{'op':'test','path':'/kind','value':'ConfigMap'}";

    expect(200, jsonPatch(operations(10_000, test)));
    assertThat(refusal(413, "RequestEntityTooLarge", jsonPatch(operations(10_001, test))))
        .contains("The allowed maximum operations in a JSON patch is 10000, got 10001");
  }

  @Test
  @Timeout(60)
  void copies_of_copies_are_bounded_by_what_they_add() {
    server.configMap("a");
    var copies =
        IntStream.range(0, 30)
            .mapToObj("{'op':'copy','from':'/data','path':'/data/x%d'}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(refusal(422, "Invalid", jsonPatch(copies)))
        .contains("Unable to complete the copy, the accumulated size increase of copy is")
        .endsWith("exceeding the limit 3145728");
  }

  @Test
  @Timeout(60)
  void a_JSON_patch_cannot_make_a_document_deeper_than_one_can_be_read() {
    server.configMap("a");
    var nested = "{'a':".repeat(900) + "1" + "}".repeat(900);
    var twice =
        "[{'op':'add','path':'/data/a','value':%s},".formatted(nested)
            + "{'op':'add','path':'/data/b','value':%s},".formatted(nested)
            + "{'op':'move','from':'/data/b','path':'/data/a%s'}]".formatted("/a".repeat(900));

    assertThat(refusal(422, "Invalid", jsonPatch(twice)))
        .endsWith("the document would be nested deeper than 1000");
    assertThat(
            refusal(
                422,
                "Invalid",
                jsonPatch("[{'op':'add','path':'%s','value':1}]".formatted("/a".repeat(500_000)))))
        .endsWith("no document is nested as deep as \"path\" leads");
  }

  @Test
  @Timeout(60)
  void nothing_can_be_moved_into_itself() {
    server.configMap("a");
    for (var from : List.of("", "/data")) {
      var move = "[{'op':'move','from':'%s','path':'%s/x'}]".formatted(from, from);
      assertThat(refusal(422, "Invalid", jsonPatch(move))).endsWith("cannot be moved into itself");
    }
  }

  /// Elements of a list, each with a name of its own.
  private static String many(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(element::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  @Timeout(60)
  void a_merge_of_long_lists_does_not_look_at_each_element_with_each() {
    deployment(TWO);
    var patch =
        "{'containers':[{'name':'a','env':%s,'$setElementOrder/env':%s}]}"
            .formatted(many(60_000, "{'name':'V%d'}"), many(60_000, "{'name':'V%d'}"));

    var merged = strategic(patch);
    assertThat(merged.at("/spec/template/spec/containers/0/env")).hasSize(60_001);
  }
}
