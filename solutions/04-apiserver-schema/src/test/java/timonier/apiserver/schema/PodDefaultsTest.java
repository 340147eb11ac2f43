package timonier.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ResourceType;

class PodDefaultsTest {

  private static final ResourceType<?> PODS =
      new ResourceType<>("", "v1", "Pod", "pods", true, List.of(), List.of(), List.of(), Pod.class);

  private static JsonNode filled(String spec) {
    var json = "{'spec':{%s}}".formatted(spec).replace('\'', '"');
    var pod = (ObjectNode) JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8));
    Defaults.apply(new Schemas().of(PODS), pod);
    return pod.path("spec");
  }

  @Test
  void without_a_class_a_pod_has_no_priority() {
    assertThat(filled("").path("priority").asInt(-1)).isZero();
    assertThat(filled("'priorityClassName':'high'").has("priority")).isFalse();
  }

  @Test
  void an_account_has_two_names() {
    assertThat(filled("'serviceAccount':'a'").path("serviceAccountName").asText()).isEqualTo("a");
    assertThat(filled("'serviceAccount':'a','serviceAccountName':'b'").path("serviceAccount"))
        .isEqualTo(filled("'serviceAccountName':'b'").path("serviceAccountName"));
  }

  @Test
  void a_volume_of_no_kind_is_an_empty_folder() {
    assertThat(filled("'volumes':[{'name':'v'}]").at("/volumes/0/emptyDir").isObject()).isTrue();
    assertThat(filled("'volumes':[{'name':'v','nfs':{}}]").at("/volumes/0").has("emptyDir"))
        .isFalse();
  }
}
