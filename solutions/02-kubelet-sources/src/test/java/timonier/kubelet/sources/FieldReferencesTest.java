package timonier.kubelet.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kubelet.ports.EnvironmentSource.Place;
import timonier.pods.Pod;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.RuntimeFailure;

class FieldReferencesTest {

  private static final Pod POD =
      JsonFormat.read(
          tree(
              """
              {"metadata": {"name": "web", "namespace": "shop", "uid": "u-1",
                 "labels": {"app": "web"}, "annotations": {"team/owner": "ann"}},
               "spec": {"nodeName": "node-1", "serviceAccountName": "robot",
                 "containers": [{"name": "main", "image": "any"}]}}
              """),
          Pod.class);

  private static JsonNode tree(String json) {
    return JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> value(String valueFrom) {
    var container = POD.spec().containers().getFirst();
    return new FieldReferences()
        .value(new Place(POD, container, "10.1.0.7", "10.0.0.1"), Json.of(tree(valueFrom)));
  }

  private static Optional<String> field(String path) {
    return value("{\"fieldRef\": {\"fieldPath\": \"%s\"}}".formatted(path));
  }

  @Test
  void a_container_learns_who_its_pod_is_and_where_it_runs() {
    assertThat(field("metadata.name")).contains("web");
    assertThat(field("metadata.namespace")).contains("shop");
    assertThat(field("metadata.uid")).contains("u-1");
    assertThat(field("spec.nodeName")).contains("node-1");
    assertThat(field("spec.serviceAccountName")).contains("robot");
    assertThat(field("status.podIP")).contains("10.1.0.7");
    assertThat(field("status.hostIP")).contains("10.0.0.1");
  }

  @Test
  void a_label_or_an_annotation_is_found_by_its_key() {
    assertThat(field("metadata.labels['app']")).contains("web");
    assertThat(field("metadata.annotations['team/owner']")).contains("ann");
    assertThat(field("metadata.labels['none']")).contains("");
  }

  @Test
  void another_kind_of_source_is_not_known_here() {
    assertThat(value("{\"configMapKeyRef\": {\"name\": \"a\", \"key\": \"b\"}}")).isEmpty();
  }

  @Test
  void a_field_that_cannot_be_resolved_is_refused() {
    assertThatThrownBy(() -> field("status.phase"))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("CreateContainerConfigError"))
        .hasMessage("unsupported fieldPath: status.phase");
  }
}
