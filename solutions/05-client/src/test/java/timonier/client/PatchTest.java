package timonier.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectMeta;

class PatchTest {

  private record Counts(int wanted, int ready, List<String> names, Map<String, String> notes) {}

  private static String written(Patch patch) {
    return patch.body().toString().replace('"', '\'');
  }

  @Test
  void fields_that_are_equal_in_both_records_are_left_out() {
    var before = new Counts(3, 1, List.of("a"), Map.of("x", "1", "y", "2"));
    var after = new Counts(3, 2, List.of("a", "b"), Map.of("y", "3"));

    assertThat(written(Patch.between(before, after)))
        .isEqualTo("{'ready':2,'names':['a','b'],'notes':{'x':null,'y':'3'}}");
    assertThat(Patch.between(before, before).isEmpty()).isTrue();
  }

  @Test
  void an_unchanged_status_makes_an_empty_patch() {
    var counts = new Counts(3, 1, List.of(), Map.of());

    assertThat(Patch.status(counts, counts).isEmpty()).isTrue();
    var patch = Patch.status(counts, new Counts(3, 2, List.of(), Map.of()));
    assertThat(patch.subresource()).isEqualTo("status");
    assertThat(written(patch)).isEqualTo("{'status':{'ready':2}}");
  }

  @Test
  void a_patch_can_require_that_its_object_is_unchanged() {
    var text =
        """
        {"metadata": {"name": "p", "namespace": "d", "uid": "u", "resourceVersion": "7"},
         "spec": {"containers": []}}
        """;
    var pod = JsonFormat.read(text.getBytes(StandardCharsets.UTF_8), Pod.class);
    var labelled = Patch.between(ObjectMeta.of("", ""), ObjectMeta.of("", "").withLabels(Map.of()));

    var patch = labelled.ifUnchanged(pod);
    assertThat(labelled.isEmpty()).isTrue();
    assertThat(written(patch)).isEqualTo("{'metadata':{'uid':'u','resourceVersion':'7'}}");
  }
}
