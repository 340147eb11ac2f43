package timonier.kit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  /// Two components that take turns as the seed decides.
  private static List<String> turns(long seed) {
    var turns = new ArrayList<String>();
    try (var simulation = new Simulation(seed)) {
      for (var name : List.of("a", "b", "c")) {
        var loop = simulation.loop(name);
        loop.run(() -> {
          for (var i = 0; i < 5; i++) {
            turns.add(name + i);
            loop.sleep(Duration.ofMillis(loop.random().nextInt(3)));
          }
        });
      }
      simulation.runFor(Duration.ofSeconds(1));
    }
    return turns;
  }

  @Test
  void the_same_seed_makes_the_same_choices() {
    assertThat(turns(7)).hasSize(15).isEqualTo(turns(7)).isNotEqualTo(turns(8));
  }

  @Test
  void tasks_of_one_component_never_overlap() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("a");
      var order = new ArrayList<Integer>();
      for (var i = 0; i < 10; i++) {
        var number = i;
        loop.run(() -> {
          order.add(number);
          loop.sleep(Duration.ofMillis(10 - number));
          order.add(number);
        });
      }
      simulation.runFor(Duration.ofSeconds(1));

      assertThat(order).isSorted().hasSize(20);
    }
  }

  @Test
  void time_jumps_to_the_next_timer() {
    try (var simulation = new Simulation(1)) {
      var start = simulation.now();
      var fired = new ArrayList<Duration>();
      var loop = simulation.loop("a");
      loop.after(Duration.ofHours(5), () -> fired.add(Duration.between(start, loop.now())));
      loop.after(Duration.ofHours(2), () -> fired.add(Duration.between(start, loop.now())));
      loop.after(Duration.ofHours(3), () -> fired.add(Duration.ZERO)).cancel();
      simulation.runFor(Duration.ofHours(6));

      assertThat(fired).containsExactly(Duration.ofHours(2), Duration.ofHours(5));
    }
  }

  @Test
  void a_crash_ends_work_in_the_middle() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("a");
      var reached = new ArrayList<String>();
      loop.spawn(
          "work",
          () -> {
            reached.add("before");
            loop.sleep(Duration.ofMinutes(1));
            reached.add("after");
          });
      loop.after(Duration.ofMinutes(2), () -> reached.add("timer"));
      simulation.runFor(Duration.ofSeconds(1));
      simulation.crash("a");
      simulation.runFor(Duration.ofMinutes(5));

      assertThat(reached).containsExactly("before");
    }
  }

  @Test
  void a_promise_wakes_its_waiters() {
    try (var simulation = new Simulation(1)) {
      var a = simulation.loop("a");
      var b = simulation.loop("b");
      var promise = a.<String>promise();
      var heard = new ArrayList<String>();
      a.run(() -> heard.add(promise.await()));
      b.after(Duration.ofSeconds(1), () -> promise.complete("hello"));
      simulation.runFor(Duration.ofSeconds(2));

      assertThat(heard).containsExactly("hello");
    }
  }

  @Test
  void a_task_that_throws_ends_the_run_with_the_seed() {
    try (var simulation = new Simulation(42)) {
      simulation
          .loop("a")
          .run(() -> {
            throw new IllegalStateException("bug");
          });

      assertThatThrownBy(() -> simulation.runFor(Duration.ofSeconds(1)))
          .isInstanceOf(SimulationFailure.class)
          .hasMessageContaining("seed 42")
          .hasMessageContaining("bug");
    }
  }
}
