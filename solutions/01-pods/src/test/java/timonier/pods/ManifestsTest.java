package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ManifestsTest {

  @Test
  void a_manifest_has_one_document_or_many() {
    assertThat(Manifests.read("{\"kind\": \"Pod\"}")).hasSize(1);
    assertThat(Manifests.read("kind: Pod\n---\n---\nkind: Node\n"))
        .extracting(document -> document.path("kind").asText())
        .containsExactly("Pod", "Node");
    assertThat(Manifests.read("# nothing but a comment\n")).isEmpty();
  }

  @Test
  void what_cannot_be_read_is_refused_with_the_place() {
    assertThatThrownBy(() -> Manifests.read("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> Manifests.read("- a\n- b\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected an object");
  }
}
