package timonier.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.pods.Node;
import timonier.pods.objects.ObjectMeta;

class ObjectCacheTest {

  private final ObjectCache<Node> cache = new ObjectCache<>();
  private final List<String> heard = new ArrayList<>();

  private static Node node(String name) {
    return new Node(ObjectMeta.of("", name), Optional.empty(), Optional.empty());
  }

  @Test
  void a_listener_that_throws_stops_neither_other_listeners_nor_a_new_list() {
    cache.listen((_, after) -> {
      if (after.filter(node -> node.metadata().name().equals("a")).isPresent()) {
        throw new IllegalStateException("a bug");
      }
    });
    cache.listen((_, after) -> after.ifPresent(node -> heard.add(node.metadata().name())));
    cache.onSynced(() -> heard.add("synced"));

    assertThatThrownBy(() -> cache.replace(List.of(node("a"), node("b")))).hasMessage("a bug");

    assertThat(heard).containsExactly("a", "b", "synced");
    assertThat(cache.list()).hasSize(2);
    assertThat(cache.isSynced()).isTrue();
  }
}
