package timonier.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.pods.Event;
import timonier.pods.Node;
import timonier.pods.ResourceTypes;

class EventRecorderTest {

  private final Simulation simulation = new Simulation(1);
  private final EventBook book = new EventBook();
  private final EventRecorder recorder =
      new EventRecorder(simulation.loop("recorder"), book, "test-controller");
  private final Node node = LaggingServer.node("a", "uid-1", 1);

  @AfterEach
  void close() {
    simulation.close();
  }

  private void record(String message) {
    recorder.record(ResourceTypes.NODES, node, "Warning", "Lost", message);
    simulation.runFor(Duration.ofSeconds(1));
  }

  private List<Integer> counts() {
    return book.events().stream().map(Event::count).toList();
  }

  @Test
  void an_event_says_what_happened_to_which_object_and_who_reports_it() {
    record("gone");

    var event = book.events().getFirst();
    assertThat(event.involvedObject().uid()).isEqualTo("uid-1");
    assertThat(event.involvedObject().kind()).isEqualTo("Node");
    assertThat(event.metadata().namespace()).isEqualTo("default");
    assertThat(event.source()).contains(new Event.Source("test-controller", ""));
    assertThat(event.message()).isEqualTo("gone");
    assertThat(event.count()).isOne();
  }

  @Test
  void a_repeated_event_raises_the_count_of_the_first() {
    record("gone");
    record("gone");
    record("gone");
    assertThat(counts()).containsExactly(3);
    var event = book.events().getFirst();
    assertThat(event.lastTimestamp()).isNotEqualTo(event.firstTimestamp());

    record("gone again");
    assertThat(counts()).containsExactly(3, 1);
  }

  @Test
  void an_event_that_the_server_no_longer_has_is_written_again_with_its_count() {
    record("gone");
    book.clear();
    record("gone");

    assertThat(counts()).containsExactly(2);
  }

  @Test
  void an_event_that_cannot_be_written_is_dropped() {
    book.refuse();
    record("gone");

    assertThat(book.events()).isEmpty();
  }
}
