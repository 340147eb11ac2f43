package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.TestServer.DEPLOYMENTS;
import static timonier.apiserver.TestServer.json;
import static timonier.apiserver.TestServer.refusal;

import java.nio.charset.StandardCharsets;
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
}
