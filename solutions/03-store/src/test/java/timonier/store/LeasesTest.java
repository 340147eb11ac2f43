package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;

class LeasesTest {

  private static final Duration WHILE = Duration.ofSeconds(10);
  private static final StoreKey A = new StoreKey("members", "", "a");
  private static final StoreKey B = new StoreKey("members", "", "b");

  private final Simulation simulation = new Simulation(1);
  private final EventLoop loop = simulation.loop("store");
  private final Store store = new MemoryStore();
  private final Leases leases = simulation.call(() -> new Leases(loop, store));

  @AfterEach
  void end() {
    simulation.close();
  }

  private String granted(StoreKey... keys) {
    return simulation.call(() -> {
      var id = leases.grant(WHILE);
      for (var key : keys) {
        leases.put(id, key, new byte[1], 0);
      }
      return id;
    });
  }

  private void renew(String id) {
    simulation.call(() -> {
      leases.renew(id);
      return id;
    });
  }

  private void pass(long seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  @Test
  void values_go_together_when_their_lease_is_not_renewed() {
    granted(A, B);
    var cursor = store.watch(KeyRange.of("members"), store.revision(), () -> {});

    pass(9);
    assertThat(store.get(A)).isPresent();
    pass(2);
    assertThat(store.get(A)).isEmpty();
    assertThat(cursor.poll(1)).extracting(Change::key).containsExactly(A, B);
    assertThat(store.snapshot().entries()).isEmpty();
  }

  @Test
  void a_lease_that_is_renewed_goes_on() {
    var id = granted(A);
    for (var i = 0; i < 5; i++) {
      pass(6);
      renew(id);
    }
    assertThat(store.get(A)).isPresent();
    pass(11);
    assertThat(store.get(A)).isEmpty();
    assertThatThrownBy(() -> leases.renew(id))
        .isInstanceOf(Leases.Gone.class)
        .hasMessageContaining(id);
  }

  @Test
  void a_value_that_was_written_without_the_lease_stays() {
    granted(A, B);
    store.put(A, new byte[2], store.get(A).orElseThrow().modRevision());
    pass(11);

    assertThat(store.get(A)).isPresent();
    assertThat(store.get(B)).isEmpty();
  }

  @Test
  void leases_last_their_whole_duration_again_after_a_restart() {
    granted(A);
    pass(8);
    loop.close();
    var next = simulation.loop("next");
    var _ = simulation.call(() -> new Leases(next, store));
    pass(9);
    assertThat(store.get(A)).isPresent();
    pass(2);
    assertThat(store.get(A)).isEmpty();
  }

  @Test
  void a_lease_that_is_gone_takes_no_values() {
    var id = granted();
    simulation.call(() -> {
      leases.revoke(id);
      return id;
    });
    assertThatThrownBy(() -> leases.put(id, A, new byte[1], 0)).isInstanceOf(Leases.Gone.class);
    assertThat(store.get(A)).isEmpty();
  }
}
