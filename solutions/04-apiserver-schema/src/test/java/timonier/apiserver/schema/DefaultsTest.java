package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.pods.Quantity;
import timonier.pods.objects.JsonFormat;

class DefaultsTest {

  private static final Schemas SCHEMAS = new Schemas();

  /// A document with its defaults; single quotes stand for double ones.
  private static ObjectNode filled(String type, String json) {
    var schema = SCHEMAS.struct(type).orElseThrow();
    var document =
        (ObjectNode) JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Defaults.apply(schema, document);
    GoForm.apply(schema, document);
    return document;
  }

  private static final String SPEC =
      "'spec':{'hostNetwork':true,'containers':[{'name':'c','image':'i',"
          + "'ports':[{'containerPort':80}],'resources':{'limits':{'cpu':1.5,'memory':'0.1m'}}}]}";

  @Test
  void a_pod_requests_what_it_is_limited_to() {
    var container = filled("core/v1.Pod", "{" + SPEC + "}").at("/spec/containers/0");

    assertThat(container.path("resources"))
        .hasToString(
            "{\"limits\":{\"cpu\":\"1500m\",\"memory\":\"1m\"},"
                + "\"requests\":{\"cpu\":\"1500m\",\"memory\":\"1m\"}}");
    assertThat(container.at("/ports/0/hostPort").asInt()).isEqualTo(80);
  }

  @Test
  void a_client_stays_with_its_pod_for_three_hours() {
    var service = filled("core/v1.Service", "{'spec':{'sessionAffinity':'ClientIP'}}");
    assertThat(service.at("/spec/sessionAffinityConfig/clientIP/timeoutSeconds").asInt())
        .isEqualTo(10800);
  }

  @Test
  void a_template_is_left_as_it_was_written() {
    var template = filled("apps/v1.Deployment", "{'spec':{'template':{" + SPEC + "}}}");
    var container = template.at("/spec/template/spec/containers/0");

    assertThat(container.path("resources").has("requests")).isFalse();
    assertThat(container.at("/ports/0").has("hostPort")).isFalse();
  }

  @Test
  void what_says_nothing_is_left_out() {
    var container =
        filled(
            "core/v1.Container",
            "{'name':'c','image':'i:1','imagePullPolicy':'','terminationMessagePath':'',"
                + "'livenessProbe':{'failureThreshold':0}}");

    assertThat(container.path("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
    assertThat(container.path("terminationMessagePath").asText()).isEqualTo("/dev/termination-log");
    assertThat(container.at("/livenessProbe/failureThreshold").asInt()).isEqualTo(3);
  }

  @Test
  void text_in_a_secret_becomes_bytes() {
    var secret = filled("core/v1.Secret", "{'data':{'a':'eA=='},'stringData':{'a':'y'}}");

    assertThat(secret.has("stringData")).isFalse();
    assertThat(secret.at("/data/a").asText()).isEqualTo("eQ==");
  }

  @Test
  void an_amount_that_is_taken_as_it_is_would_be_written_so() {
    var taken = 0;
    for (var suffix : "|n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|e3|i".split("\\|", -1)) {
      for (var number = 0; number < 2100; number += number < 1100 ? 1 : 97) {
        var text = number + suffix;
        if (GoForm.isCanonical(TextNode.valueOf(text))) {
          taken++;
          assertThat(Quantity.parse(text).toString()).isEqualTo(text);
          assertThat(Quantity.parse(text).value().scale()).isLessThanOrEqualTo(3);
        }
      }
    }
    assertThat(taken).isEqualTo(999 * 14);
    assertThat(GoForm.isCanonical(IntNode.valueOf(1))).isFalse();
  }
}
