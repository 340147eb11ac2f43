package timonier.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.Node;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;

class OwnWritesTest {

  private static final ObjectKey OWNER = new ObjectKey("default", "owner");
  private static final ObjectKey A = ObjectKey.of("a");

  private final Simulation simulation = new Simulation(1);
  private final EventLoop loop = simulation.loop("component");
  private final LaggingServer server = new LaggingServer();
  private final ComponentContext context = new ComponentContext(loop, server, Settings.defaults());
  private final ObjectCache<Node> cache = context.cache(ResourceTypes.NODES);
  private final List<ObjectKey> shown = new ArrayList<>();
  private final OwnWrites<Node> writes = new OwnWrites<>(context, ResourceTypes.NODES, shown::add);

  OwnWritesTest() {
    simulation.runFor(Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private <T> T inLoop(Supplier<T> work) {
    var done = new ArrayList<T>();
    loop.run(() -> done.add(work.get()));
    simulation.runFor(Duration.ofMillis(1));
    return done.getFirst();
  }

  private Node create(String name) {
    var tree = JsonFormat.parse("{\"metadata\":{\"name\":\"%s\"}}".formatted(name).getBytes());
    return inLoop(() -> writes.create(OWNER, ObjectKey.of(name), Json.of(tree)));
  }

  private ApiException refused(Runnable write) {
    return inLoop(() -> {
      try {
        write.run();
        throw new AssertionError("it was not refused");
      } catch (ApiException refusal) {
        return refusal;
      }
    });
  }

  private ApiException createRefused(String name) {
    var tree = JsonFormat.parse("{\"metadata\":{\"name\":\"%s\"}}".formatted(name).getBytes());
    return refused(() -> writes.create(OWNER, ObjectKey.of(name), Json.of(tree)));
  }

  private boolean areShown() {
    return inLoop(() -> writes.areShown(OWNER));
  }

  private void tell() {
    server.tell();
    simulation.runFor(Duration.ofMillis(1));
  }

  @Test
  void a_created_object_is_not_shown_until_the_cache_has_it() {
    create("a");
    assertThat(areShown()).isFalse();
    assertThat(inLoop(() -> writes.areShown(new ObjectKey("default", "other")))).isTrue();

    tell();

    assertThat(areShown()).isTrue();
    assertThat(shown).containsExactly(OWNER);
  }

  @Test
  void the_newest_of_many_writes_counts_and_is_reported_once() {
    create("a");
    create("b");
    create("c");
    assertThat(areShown()).isFalse();

    tell();

    assertThat(areShown()).isTrue();
    assertThat(shown).containsExactly(OWNER);
  }

  @Test
  void writes_made_while_the_cache_catches_up_are_waited_for_too() {
    create("a");
    create("b");

    server.tellOne();
    simulation.runFor(Duration.ofMillis(1));
    assertThat(areShown()).isFalse();
    assertThat(shown).isEmpty();

    tell();
    assertThat(areShown()).isTrue();
    assertThat(shown).containsExactly(OWNER);
  }

  @Test
  void a_change_is_not_shown_by_what_the_cache_had_before() {
    var node = create("a");
    tell();
    var patch = Patch.merge(JsonNodeFactory.instance.objectNode().put("x", 1));
    inLoop(() -> writes.patch(OWNER, node, patch));
    assertThat(areShown()).isFalse();

    tell();

    assertThat(areShown()).isTrue();
  }

  @Test
  void a_deletion_is_shown_when_the_object_has_gone_though_another_of_its_name_has_come() {
    var node = create("a");
    tell();
    inLoop(() -> {
      writes.delete(OWNER, node, DeleteOptions.any());
      return server.create(ResourceTypes.NODES, LaggingServer.node("a", "", 0));
    });
    assertThat(areShown()).isFalse();

    tell();

    assertThat(areShown()).isTrue();
    assertThat(cache.get(A)).isPresent();
  }

  @Test
  void an_object_that_came_and_went_between_two_lists_counts_as_shown() {
    create("a");
    server.skip();
    simulation.runFor(Duration.ofMillis(1));

    assertThat(cache.get(A)).isEmpty();
    assertThat(areShown()).isTrue();
    assertThat(shown).containsExactly(OWNER);
  }

  @Test
  void a_refused_write_leaves_nothing_to_wait_for() {
    create("a");
    tell();

    assertThat(createRefused("a").is("AlreadyExists")).isTrue();

    assertThat(areShown()).isTrue();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void a_write_whose_answer_was_lost_is_waited_for() {
    server.loseAnswers();
    createRefused("a");
    assertThat(areShown()).isFalse();
    simulation.runFor(Duration.ofSeconds(2));
    assertThat(server.asked()).containsExactly("a");
    assertThat(areShown()).as("the cache does not show it yet").isFalse();

    tell();

    assertThat(areShown()).isTrue();
  }

  @Test
  void the_server_is_asked_about_a_lost_answer_until_it_replies() {
    server.away(true);
    createRefused("a");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(areShown()).isFalse();
    assertThat(shown).isEmpty();

    server.away(false);
    simulation.runFor(Duration.ofSeconds(2));

    assertThat(areShown()).isTrue();
    assertThat(shown).as("the cache has called no listener").containsExactly(OWNER);
  }

  @Test
  void a_deletion_whose_answer_was_lost_is_waited_for() {
    var node = create("a");
    tell();
    server.loseAnswers();
    refused(() -> writes.delete(OWNER, node, DeleteOptions.any()));
    simulation.runFor(Duration.ofSeconds(2));
    assertThat(areShown()).isFalse();

    tell();

    assertThat(areShown()).isTrue();
  }

  @Test
  void an_owner_that_is_gone_is_forgotten() {
    server.loseAnswers();
    createRefused("a");
    inLoop(() -> {
      writes.forget(OWNER);
      return 0;
    });
    simulation.runFor(Duration.ofSeconds(5));

    assertThat(areShown()).isTrue();
    assertThat(server.asked()).isEmpty();
  }
}
