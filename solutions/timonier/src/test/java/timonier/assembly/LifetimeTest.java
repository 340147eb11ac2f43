package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {

  private final Lifetime lifetime = new Lifetime();
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @Test
  void the_action_registered_last_runs_first_and_once() {
    lifetime.atEnd(() -> done.add("bridge"));
    lifetime.atEnd(() -> done.add("runtime"));
    lifetime.end();
    lifetime.end();

    assertThat(done).containsExactly("runtime", "bridge");
  }

  @Test
  void the_end_waits_for_what_is_being_made() throws InterruptedException {
    lifetime.atEnd(() -> done.add("removed"));
    var end = new Thread(lifetime::end);
    lifetime.make(() -> {
      end.start();
      while (end.getState() != Thread.State.BLOCKED && end.isAlive()) {
        Thread.onSpinWait();
      }
      done.add("made");
    });
    end.join();

    assertThat(done).containsExactly("made", "removed");
  }

  @Test
  void nothing_is_made_once_the_end_has_begun() {
    lifetime.atEnd(() ->
        assertThatThrownBy(() -> lifetime.make(() -> done.add("made")))
            .isInstanceOf(CommandFailure.class));
    lifetime.end();

    assertThat(done).isEmpty();
  }

  @Test
  void an_action_that_is_registered_too_late_runs_at_once() {
    lifetime.end();
    lifetime.atEnd(() -> done.add("closed"));

    assertThat(done).containsExactly("closed");
  }
}
