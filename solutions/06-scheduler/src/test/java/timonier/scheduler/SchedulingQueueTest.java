package timonier.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.pods.objects.ObjectKey;

class SchedulingQueueTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectKey A = new ObjectKey("default", "a");
  private static final ObjectKey B = new ObjectKey("default", "b");

  private final SchedulingQueue queue = new SchedulingQueue();

  private List<ObjectKey> all() {
    var all = new ArrayList<ObjectKey>();
    for (var next = queue.next(); next.isPresent(); next = queue.next()) {
      all.add(next.get());
    }
    return all;
  }

  @Test
  void pods_are_tried_in_their_order_each_once() {
    queue.add(B);
    queue.add(A);
    queue.add(B);

    assertThat(all()).containsExactly(B, A);
  }

  @Test
  void a_pod_that_fits_no_node_waits_twice_as_long_each_time_up_to_ten_seconds() {
    var pauses = new ArrayList<Long>();
    for (var attempt = 1; attempt <= 6; attempt++) {
      pauses.add(queue.failed(A, NOW, true).toSeconds());
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void a_pod_is_not_tried_before_its_pause_is_over_whatever_changes() {
    var pause = queue.failed(A, NOW, true);

    queue.add(A);
    queue.retry(NOW.plus(pause).minusMillis(1));
    assertThat(all()).isEmpty();

    queue.retry(NOW.plus(pause));
    assertThat(all()).containsExactly(A);
  }

  @Test
  void a_pod_that_failed_otherwise_is_tried_as_soon_as_it_changes() {
    queue.failed(A, NOW, false);
    queue.add(A);

    assertThat(all()).containsExactly(A);
  }

  @Test
  void a_pod_that_had_a_node_starts_with_the_shortest_pause_if_it_comes_back() {
    queue.failed(A, NOW, true);
    queue.failed(A, NOW, true);
    queue.forget(A);

    assertThat(queue.failed(A, NOW, true)).isEqualTo(Duration.ofSeconds(1));
  }
}
