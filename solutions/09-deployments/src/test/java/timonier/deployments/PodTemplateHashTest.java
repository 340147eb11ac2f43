package timonier.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;

class PodTemplateHashTest {

  private static Json template(String json) {
    return Json.of(JsonFormat.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static final Json ONE = template("{'a': {'b': [1, 2], 'c': 'x'}, 'd': null}");

  @Test
  void the_order_of_fields_nulls_and_the_hash_itself_do_not_count() {
    var same =
        template(
            "{'a': {'c': 'x', 'b': [1, 2]}, 'metadata': {'labels': {'%s': 'abc'}}}"
                .formatted(PodTemplateHash.LABEL));
    var bare = template("{'a': {'c': 'x', 'b': [1, 2]}, 'metadata': {'labels': {}}}");

    assertThat(PodTemplateHash.same(same, bare)).isTrue();
    assertThat(PodTemplateHash.of(same, 0)).isEqualTo(PodTemplateHash.of(bare, 0));
    assertThat(PodTemplateHash.same(ONE, template("{'a': {'c': 'x', 'b': [1, 2]}}"))).isTrue();
  }

  @Test
  void the_order_of_a_list_counts() {
    assertThat(PodTemplateHash.same(ONE, template("{'a': {'b': [2, 1], 'c': 'x'}}"))).isFalse();
  }

  @Test
  void a_collision_gives_another_name_and_every_name_is_a_label() {
    var names = IntStream.range(0, 50).mapToObj(i -> PodTemplateHash.of(ONE, i)).toList();

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9]{5,10}"));
  }
}
