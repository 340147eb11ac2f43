package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.CONFIG_MAPS;
import static timonier.apiserver.TestServer.DEPLOYMENTS;
import static timonier.apiserver.TestServer.expect;
import static timonier.apiserver.TestServer.json;
import static timonier.apiserver.TestServer.refusal;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Documents that have the right names in the wrong places: each is refused, and nothing breaks.
class BadDocumentsTest {

  private final TestServer server = new TestServer();

  @BeforeEach
  void create() {
    server.create(
        DEPLOYMENTS,
        "{'metadata':{'name':'web'},'spec':{'selector':{'matchLabels':{'app':'web'}},"
            + "'template':{'metadata':{'labels':{'app':'web'}},"
            + "'spec':{'containers':[{'name':'a','image':'a:1'}]}}}}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String refused(String contentType, String document) {
    var request =
        server
            .request("PATCH", DEPLOYMENTS + "/web?fieldManager=test")
            .withBody(contentType, json(document).getBytes(StandardCharsets.UTF_8));
    return refusal(400, "BadRequest", server.server.call(request));
  }

  private String refusedStrategic(String document) {
    return refused("application/strategic-merge-patch+json", document);
  }

  @Test
  void a_list_of_objects_cannot_hold_anything_else() {
    assertThat(refusedStrategic("{'spec':{'template':{'spec':{'containers':['a']}}}}"))
        .isEqualTo("expected an object, but found: STRING");
    assertThat(refusedStrategic("{'spec':{'template':{'spec':{'containers':[[]]}}}}"))
        .isEqualTo("expected an object, but found: ARRAY");
  }

  @Test
  void an_order_of_elements_is_a_list() {
    assertThat(
            refusedStrategic(
                "{'spec':{'template':{'spec':{'$setElementOrder/containers':{'name':'a'}}}}}"))
        .startsWith("an order of elements is a list");
  }

  @Test
  void what_is_applied_has_metadata_that_is_an_object() {
    for (var metadata : new String[] {"7", "'x'", "[]"}) {
      assertThat(
              refused(
                  "application/apply-patch+yaml",
                  "{'apiVersion':'apps/v1','kind':'Deployment','metadata':%s}".formatted(metadata)))
          .startsWith("metadata is not an object");
    }
  }

  /// A config map whose labels are all wrong.
  private String mislabelled(int labels) {
    var wrong =
        IntStream.range(0, labels).mapToObj("'!%d':''"::formatted).collect(Collectors.joining(","));
    return "{'metadata':{'name':'a','labels':{%s}}}".formatted(wrong);
  }

  @Test
  void a_refusal_is_not_much_longer_than_what_is_refused() {
    var document = mislabelled(100_000);

    var answer = server.call("POST", CONFIG_MAPS, "application/json", document);
    assertThat(answer.code()).isEqualTo(422);
    assertThat(answer.body().length).isLessThan(document.length());
    assertThat(expect(422, answer).at("/details/causes")).hasSize(1000);
  }

  @Test
  void a_name_of_many_parts_is_too_long_and_no_bug() {
    var name = "a.".repeat(200_000) + "a";

    assertThat(
            refusal(
                422,
                "Invalid",
                server.call(
                    "POST",
                    CONFIG_MAPS,
                    "application/json",
                    "{'metadata':{'name':'%s'}}".formatted(name))))
        .contains("must be no more than 253 bytes");
  }

  @Test
  void up_to_a_hundred_fields_that_a_document_states_twice_are_reported() {
    var twice = String.join(",", Collections.nCopies(10_000, "'a':'1'"));
    var document = "{'metadata':{'name':'b'},'data':{%s}}".formatted(twice);
    var strict = CONFIG_MAPS + "?fieldValidation=Strict";

    assertThat(
            refusal(400, "BadRequest", server.call("POST", strict, "application/json", document)))
        .hasSizeLessThan(5000)
        .contains("duplicate field \"data.a\"");
  }
}
