package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManifestsTest {

  private static List<String> kinds(String text) {
    return Manifests.read(text).stream().map(object -> object.path("kind").asText()).toList();
  }

  private static String tree(String text) {
    return Manifests.read(text).getFirst().toString();
  }

  @Test
  void a_manifest_is_yaml_or_json_with_one_object_or_many() {
    assertThat(kinds("{\"kind\": \"Pod\"}")).containsExactly("Pod");
    assertThat(kinds("kind: Pod\n---\n---\n{kind: Node}\n")).containsExactly("Pod", "Node");
    assertThat(kinds("{\n\t\"kind\": \"Pod\"\n}\n{\"kind\": \"Node\"}\n---\nkind: Lease"))
        .containsExactly("Pod", "Node", "Lease");
    assertThat(kinds("# nothing but a comment\n")).isEmpty();
  }

  @Test
  void a_list_stands_for_what_is_in_it() {
    assertThat(
            kinds("kind: List\nitems:\n- kind: Pod\n- kind: NodeList\n  items: [{kind: Node}]\n"))
        .containsExactly("Pod", "Node");
    assertThat(kinds("kind: PodList\nitems: []\n")).isEmpty();
    assertThat(kinds("kind: AllowList\nspec: {}\n")).containsExactly("AllowList");
  }

  @Test
  void plain_words_mean_what_they_mean_to_kubernetes() {
    assertThat(tree("{a: yes, b: 0644, c: 12:30, d: 2026-01-02, e: 1e3, f: ~, g: 0.5, h: 1_000}"))
        .isEqualTo(
            "{\"a\":true,\"b\":420,\"c\":\"12:30\",\"d\":\"2026-01-02\",\"e\":1000.0,\"f\":null,"
                + "\"g\":0.5,\"h\":1000}");
    assertThat(tree("{a: \"yes\", b: '0644', c: 1.2.3, d: 100m, 8080: e, g: 08, h: }"))
        .isEqualTo(
            "{\"a\":\"yes\",\"b\":\"0644\",\"c\":\"1.2.3\",\"d\":\"100m\",\"8080\":\"e\","
                + "\"g\":\"08\",\"h\":null}");
  }

  @Test
  void anchors_and_merge_keys_are_resolved() {
    assertThat(tree("a: &limits {cpu: 1}\nb: *limits\nc:\n  <<: *limits\n  memory: 2\n"))
        .isEqualTo("{\"a\":{\"cpu\":1},\"b\":{\"cpu\":1},\"c\":{\"cpu\":1,\"memory\":2}}");
    assertThatThrownBy(() -> Manifests.read("a: &a [*a]\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("document 1, line 1: ");
  }

  @Test
  @Timeout(60)
  void aliases_of_aliases_may_not_stand_for_more_than_memory_holds() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (var i = 1; i <= 25; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThatThrownBy(() -> Manifests.read(bomb.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("document 1, line 1: its aliases stand for more than 100000 values");
  }

  @Test
  void what_cannot_be_read_is_refused_with_document_and_line() {
    assertThatThrownBy(() -> Manifests.read("kind: Pod\n---\n---\nkind: Node\n\nspec: a: b\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("document 2, line 6: mapping values are not allowed here");
    assertThatThrownBy(() -> Manifests.read("kind: Pod\n---\n{\"kind\": \"Node\",\n\"a\" 1}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("document 2, line 4: Unexpected character ('1'");
    assertThatThrownBy(() -> Manifests.read("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> Manifests.read("kind: Pod\n---\n- a\n- b\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "document 2, line 2: expected an object with apiVersion and kind, but found"
                + " [\"a\",\"b\"]");
  }
}
