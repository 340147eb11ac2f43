package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.refusal;
import static timonier.apiserver.TestServer.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiResponse;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// What a part may say of a kind beyond the tables, shown with ConfigMaps.
class KindRulesTest {

  /// `title` of a ConfigMap: a text that can be read and replaced by itself.
  private static final Slice TITLE =
      new Slice(
          "title",
          (old, wanted) -> {
            var result = old.deepCopy();
            result.withObject("/data").set("title", wanted.at("/data/title"));
            return result;
          },
          false,
          true);

  private static final class BookRules implements KindRules {
    @Override
    public ResourceType<?> type() {
      return Part.resourceTypes(List.of(ApiServerPart.part())).stream()
          .filter(type -> type.kind().equals("ConfigMap"))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void fill(ObjectNode object) {
      object.withObject("/data").putIfAbsent("title", object.textNode("untitled"));
    }

    @Override
    public List<Status.Cause> errors(ObjectNode object, Optional<ObjectNode> old) {
      return object.at("/data/title").asText().equals("forbidden")
          ? List.of(new Status.Cause("FieldValueInvalid", "no such book", "data.title"))
          : List.of();
    }

    @Override
    public Optional<Long> grace(ObjectNode object, Optional<Long> asked) {
      return Optional.of(object.path("data").has("slow") ? asked.orElse(7L) : 0);
    }

    @Override
    public boolean hasCollectionDeletion() {
      return false;
    }

    @Override
    public List<Subresource> subresources() {
      return List.of(
          Subresource.of("title", "books.example", "v1", "Title")
              .on("GET", call -> text(call.object()))
              .on(
                  "PUT",
                  call -> {
                    var title = new String(call.request().body(), StandardCharsets.UTF_8);
                    return text(
                        call.update(
                            TITLE,
                            object -> {
                              object.withObject("/data").put("title", title).put("a", "other");
                              return object;
                            }));
                  })
              .streaming(),
          Subresource.of("loan").on("POST", call -> text(call.object())).asking("lend"));
    }

    private static ApiResponse text(JsonNode object) {
      var title = object.at("/data/title").asText().getBytes(StandardCharsets.UTF_8);
      return ApiResponse.of(200, "text/plain", title);
    }
  }

  private final TestServer server = new TestServer(new BookRules());

  @AfterEach
  void close() {
    server.close();
  }

  private static String text(ApiResponse response) {
    assertThat(response.code()).isEqualTo(200);
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void what_is_left_out_is_filled_in_and_what_is_wrong_is_refused() {
    assertThat(server.configMap("a").at("/data/title").asText()).isEqualTo("untitled");

    var wrong = "{'metadata':{'name':'b'},'data':{'title':'forbidden'}}";
    assertThat(refusal(422, "Invalid", server.call("POST", CONFIG_MAPS, "application/json", wrong)))
        .contains("data.title: no such book");
  }

  @Test
  void an_object_that_needs_time_is_marked_until_it_is_over() {
    server.create(CONFIG_MAPS, "{'metadata':{'name':'a'},'data':{'slow':'1'}}");

    var marked = server.delete(CONFIG_MAPS + "/a");
    assertThat(marked.at("/metadata/deletionGracePeriodSeconds").asLong()).isEqualTo(7);
    server.get(CONFIG_MAPS + "/a");
    server.delete(CONFIG_MAPS + "/a?gracePeriodSeconds=0");
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/a"));
  }

  @Test
  void objects_of_a_kind_may_refuse_to_be_deleted_together() {
    server.configMap("a");

    refusal(405, "MethodNotAllowed", server.call("DELETE", CONFIG_MAPS));
    assertThat(described("configmaps").path("verbs"))
        .extracting(JsonNode::asText)
        .doesNotContain("deletecollection")
        .contains("delete");
  }

  private JsonNode described(String name) {
    for (var resource : server.get("/api/v1").path("resources")) {
      if (resource.path("name").asText().equals(name)) {
        return resource;
      }
    }
    throw new AssertionError(name + " is not served");
  }

  @Test
  void a_subresource_is_answered_by_the_part_that_brings_it() {
    server.configMap("a");
    var before = server.get(CONFIG_MAPS + "/a");

    assertThat(text(server.call("GET", CONFIG_MAPS + "/a/title"))).isEqualTo("untitled");
    assertThat(text(server.call("PUT", CONFIG_MAPS + "/a/title", "text/plain", "Emma")))
        .isEqualTo("Emma");
    var after = server.get(CONFIG_MAPS + "/a");
    assertThat(after.at("/data/title").asText()).isEqualTo("Emma");
    assertThat(after.at("/data/a").asText()).as("is no part of the title").isEqualTo("1");
    assertThat(version(after)).isNotEqualTo(version(before));
    assertThat(after.at("/metadata/managedFields").findValuesAsText("subresource"))
        .contains("title");
  }

  @Test
  void a_subresource_has_only_the_methods_that_it_answers() {
    server.configMap("a");

    refusal(405, "MethodNotAllowed", server.call("DELETE", CONFIG_MAPS + "/a/title"));
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/a/author"));
    refusal(404, "NotFound", server.call("GET", CONFIG_MAPS + "/b/title"));
  }

  @Test
  void discovery_tells_what_a_subresource_takes_and_what_can_be_done() {
    var title = described("configmaps/title");

    assertThat(title.path("group").asText()).isEqualTo("books.example");
    assertThat(title.path("kind").asText()).isEqualTo("Title");
    assertThat(title.path("verbs")).extracting(JsonNode::asText).containsExactly("get", "update");
    assertThat(described("configmaps/loan").path("kind").asText()).isEqualTo("ConfigMap");
  }

  @Test
  void only_a_stream_may_be_answered_in_a_form_that_no_document_has() {
    server.configMap("a");

    var stream = server.request("GET", CONFIG_MAPS + "/a/title").withHeader("accept", "text/html");
    assertThat(text(server.server.call(stream))).isEqualTo("untitled");
    var document = server.request("POST", CONFIG_MAPS + "/a/loan").withHeader("accept", "a/b");
    expect(406, server.server.call(document));
  }

  @Test
  void watchers_of_one_value_of_an_indexed_field_hear_of_its_objects_alone() {
    var mine = server.watch(TestServer.PODS + "?fieldSelector=spec.nodeName%3Dn1");
    server.pod("a");
    server.pod("b");
    server.bind("a", "n1");
    server.bind("b", "n2");
    server.pass(Duration.ofSeconds(1));

    assertThat(mine.events).containsExactly("ADDED a");
  }
}
