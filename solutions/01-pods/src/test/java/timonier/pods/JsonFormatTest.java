package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.JsonFormat;

class JsonFormatTest {

  private static Pod pod(String json) {
    return JsonFormat.read(JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8)), Pod.class);
  }

  @Test
  void what_a_document_leaves_out_is_read_as_empty() {
    var pod = pod("{\"metadata\":{\"name\":\"web\"},\"spec\":{\"containers\":[{\"name\":\"c\"}]}}");

    assertThat(pod.status()).isEmpty();
    assertThat(pod.metadata().namespace()).isEmpty();
    assertThat(pod.metadata().labels()).isEmpty();
    assertThat(pod.spec().containers().getFirst().command()).isEmpty();
    assertThat(pod.spec().containers().getFirst().livenessProbe()).isEmpty();
  }

  @Test
  void null_is_read_as_empty() {
    var pod = pod("{\"metadata\":{\"name\":\"web\",\"labels\":null,\"creationTimestamp\":null}}");

    assertThat(pod.metadata().labels()).isEmpty();
    assertThat(pod.metadata().creationTimestamp()).isEmpty();
  }

  @Test
  void empty_values_are_not_written_but_empty_labels_are() {
    var pod =
        pod(
            """
            {"metadata":{"name":"web","labels":{"a":""},"creationTimestamp":"2026-01-02T03:04:05Z"},
             "spec":{"containers":[],"volumes":[{"name":"v","emptyDir":{}}]}}
            """);

    assertThat(JsonFormat.tree(ResourceTypes.PODS, pod).toString())
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\","
                + "\"generation\":0,\"creationTimestamp\":\"2026-01-02T03:04:05Z\","
                + "\"labels\":{\"a\":\"\"}},\"spec\":{\"volumes\":[{\"name\":\"v\","
                + "\"emptyDir\":{}}],\"hostNetwork\":false,\"shareProcessNamespace\":false,"
                + "\"hostPID\":false}}");
  }

  @Test
  void the_image_of_a_container_that_waits_is_empty_and_written_all_the_same() {
    var status =
        JsonFormat.parse("{\"name\":\"c\",\"image\":\"web\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(JsonFormat.tree(JsonFormat.read(status, ContainerStatus.class)).toString())
        .isEqualTo(
            "{\"name\":\"c\",\"ready\":false,\"restartCount\":0,\"image\":\"web\","
                + "\"imageID\":\"\"}");
  }
}
