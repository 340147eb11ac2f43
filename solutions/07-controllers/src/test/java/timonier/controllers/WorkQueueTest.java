package timonier.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Status;

class WorkQueueTest {

  private static final ObjectKey A = ObjectKey.of("a");
  private static final ObjectKey B = ObjectKey.of("b");

  private final Simulation simulation = new Simulation(1);
  private final EventLoop loop = simulation.loop("controller");
  private final Instant start = simulation.now();
  private final List<String> worked = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  /// Records which key is worked on, and after how long.
  private void note(ObjectKey key) {
    worked.add(key.name() + " " + Duration.between(start, loop.now()).toMillis());
  }

  /// Records a key, and returns that it is done.
  private Next noted(ObjectKey key) {
    note(key);
    return Next.done();
  }

  private void runs(Runnable task) {
    loop.run(task);
    simulation.runFor(Duration.ofMinutes(5));
  }

  @Test
  void keys_are_taken_once_each_in_the_order_in_which_they_were_added() {
    var queue = new WorkQueue(loop, this::noted);

    runs(() -> List.of(B, A, B, A).forEach(queue::add));

    assertThat(worked).containsExactly("b 0", "a 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_key_that_is_added_while_it_is_worked_on_is_taken_again_afterwards(int workers) {
    var queue =
        new WorkQueue(
            loop,
            workers,
            key -> {
              note(key);
              loop.sleep(Duration.ofMillis(100));
              return Next.done();
            });
    loop.after(Duration.ofMillis(20), () -> queue.add(A));
    loop.after(Duration.ofMillis(30), () -> queue.add(A));

    runs(() -> queue.add(A));

    assertThat(worked).containsExactly("a 0", "a 100");
  }

  @Test
  void the_shortest_of_several_delays_of_a_key_counts() {
    var queue = new WorkQueue(loop, this::noted);

    runs(() -> {
      queue.addAfter(A, Duration.ofMillis(300));
      queue.addAfter(A, Duration.ofMillis(200));
      queue.addAfter(A, Duration.ofMillis(400));
      queue.addAfter(B, Duration.ofMillis(500));
    });

    assertThat(worked).containsExactly("a 200", "b 500");
  }

  @Test
  void a_key_that_comes_back_each_second_comes_back_once_however_often_it_was_added() {
    var queue =
        new WorkQueue(
            loop,
            key -> {
              note(key);
              return Next.after(Duration.ofSeconds(1));
            });
    for (var change = 1; change <= 5; change++) {
      loop.after(Duration.ofMillis(100L * change), () -> queue.add(A));
    }

    loop.run(() -> queue.add(A));
    simulation.runFor(Duration.ofMillis(3500));

    assertThat(worked)
        .containsExactly(
            "a 0", "a 100", "a 200", "a 300", "a 400", "a 500", "a 1000", "a 2000", "a 3000");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_key_that_failed_comes_back_ever_later_and_the_others_have_their_turn(int workers) {
    var bugs = new ArrayList<Throwable>();
    simulation.survive((_, bug) -> bugs.add(bug));
    var failures =
        new ArrayList<Throwable>(
            List.of(
                new ApiException(Status.failure(500, "InternalError", "no")),
                new IllegalStateException("a bug"),
                new StackOverflowError("another")));
    var queue =
        new WorkQueue(
            loop,
            workers,
            key -> {
              note(key);
              if (key.equals(A) && !failures.isEmpty()) {
                WorkQueueTest.<RuntimeException>raise(failures.removeFirst());
              }
              return Next.done();
            });

    runs(() -> List.of(A, B).forEach(queue::add));

    assertThat(worked).containsExactlyInAnyOrder("a 0", "b 0", "a 5", "a 15", "a 35");
    assertThat(bugs).extracting(Throwable::getMessage).containsExactly("a bug", "another");
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void several_workers_run_concurrently_but_never_on_the_same_key() {
    Set<ObjectKey> busy = new HashSet<>();
    var most = new ArrayList<Integer>();
    var queue =
        new WorkQueue(
            loop,
            3,
            key -> {
              assertThat(busy.add(key)).as("nobody else works on %s", key).isTrue();
              most.add(busy.size());
              loop.sleep(Duration.ofMillis(10 + loop.random().nextInt(20)));
              busy.remove(key);
              return Next.done();
            });
    for (var time = 0; time < 200; time++) {
      var key = ObjectKey.of("key-" + loop.random().nextInt(5));
      loop.after(Duration.ofMillis(time), () -> queue.add(key));
    }

    runs(() -> queue.add(A));

    assertThat(most).hasSizeGreaterThan(20).contains(3).allMatch(count -> count <= 3);
    assertThat(busy).isEmpty();
  }
}
