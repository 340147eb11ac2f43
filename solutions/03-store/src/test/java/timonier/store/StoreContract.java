package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;

/// The promises of every store.
abstract class StoreContract {

  static final StoreKey A = new StoreKey("pods", "default", "a");
  static final StoreKey B = new StoreKey("pods", "default", "b");
  static final StoreKey C = new StoreKey("pods", "other", "c");
  static final KeyRange PODS = KeyRange.of("pods");

  abstract Store open(EventLoop loop);

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void inside(Consumer<Store> work) {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("store");
      simulation.call(() -> {
        work.accept(open(loop));
        return "done";
      });
      simulation.runFor(Duration.ofSeconds(1));
    }
  }

  @Test
  void each_write_has_the_next_revision() {
    inside(store -> {
      assertThat(store.put(A, bytes("1"), 0).modRevision()).isEqualTo(1);
      var second = store.put(A, bytes("2"), 1);
      assertThat(second.modRevision()).isEqualTo(2);
      assertThat(second.createRevision()).isEqualTo(1);
      assertThat(store.delete(A, 2)).isEqualTo(3);
      assertThat(store.put(A, bytes("3"), 0).createRevision()).isEqualTo(4);
      assertThat(store.revision()).isEqualTo(4);
    });
  }

  @Test
  void a_write_on_an_old_revision_is_refused() {
    inside(store -> {
      store.put(A, bytes("1"), 0);
      store.put(A, bytes("2"), 1);

      assertThatThrownBy(() -> store.put(A, bytes("3"), 1)).isInstanceOf(Store.CompareFailed.class);
      assertThatThrownBy(() -> store.put(A, bytes("3"), 0)).isInstanceOf(Store.CompareFailed.class);
      assertThatThrownBy(() -> store.delete(B, 1)).isInstanceOf(Store.CompareFailed.class);
      assertThat(store.get(A).map(entry -> text(entry.value()))).contains("2");
    });
  }

  @Test
  void a_refused_writer_can_read_the_write_that_was_first() {
    var seen = new ArrayList<Boolean>();
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("store");
      simulation.call(() -> {
        var store = open(loop);
        for (var i = 0; i < 4; i++) {
          loop.spawn("writer", () -> seen.addAll(afterRefusal(store)));
        }
        return "begun";
      });
      simulation.runFor(Duration.ofSeconds(1));
    }
    assertThat(seen).containsExactly(true, true, true);
  }

  private static List<Boolean> afterRefusal(Store store) {
    try {
      store.put(A, bytes("mine"), 0);
      return List.of();
    } catch (Store.CompareFailed _) {
      return List.of(store.get(A).isPresent());
    }
  }

  @Test
  void the_past_can_be_read_until_it_is_compacted() {
    inside(store -> {
      store.put(A, bytes("1"), 0);
      store.put(B, bytes("2"), 0);
      store.delete(A, 1);

      assertThat(store.range(PODS, 2, 0, Optional.empty()).entries())
          .extracting(Store.Entry::key)
          .containsExactly(A, B);
      assertThat(store.range(PODS, 0, 0, Optional.empty()).entries())
          .extracting(Store.Entry::key)
          .containsExactly(B);
      store.compact(3);
      assertThatThrownBy(() -> store.range(PODS, 2, 0, Optional.empty()))
          .isInstanceOf(Store.Compacted.class);
    });
  }

  @Test
  void a_range_can_be_read_page_by_page() {
    inside(store -> {
      List.of(C, A, B).forEach(key -> store.put(key, bytes("x"), 0));

      var first = store.range(PODS, 0, 2, Optional.empty());
      assertThat(first.entries()).extracting(Store.Entry::key).containsExactly(A, B);
      assertThat(first.remaining()).isEqualTo(1);
      var second = store.range(PODS, first.revision(), 2, Optional.of(B));
      assertThat(second.entries()).extracting(Store.Entry::key).containsExactly(C);
      assertThat(store.range(new KeyRange("pods", "other", ""), 0, 0, Optional.empty()).entries())
          .hasSize(1);
    });
  }

  @Test
  void a_watch_delivers_every_write_after_a_revision_in_order() {
    inside(store -> {
      store.put(A, bytes("1"), 0);
      var woken = new ArrayList<String>();
      var cursor = store.watch(PODS, 0, () -> woken.add("wake"));
      store.put(A, bytes("2"), 1);
      store.put(new StoreKey("nodes", "", "n"), bytes("x"), 0);
      store.delete(A, 2);

      var changes = cursor.poll(10);
      assertThat(changes).extracting(Change::revision).containsExactly(1L, 2L, 4L);
      assertThat(changes.getFirst().isCreate()).isTrue();
      assertThat(changes.get(1).previous().map(StoreContract::text)).contains("1");
      assertThat(changes.getLast().isDelete()).isTrue();
      assertThat(text(changes.getLast().value())).isEqualTo("2");
      assertThat(cursor.poll(10)).isEmpty();
      assertThat(cursor.revision()).isEqualTo(4);
      assertThat(woken).hasSize(2);
    });
  }

  @Test
  void a_watch_from_before_the_compaction_is_refused() {
    inside(store -> {
      store.put(A, bytes("1"), 0);
      store.put(A, bytes("2"), 1);
      store.compact(2);

      assertThatThrownBy(() -> store.watch(PODS, 1, () -> {})).isInstanceOf(Store.Compacted.class);
      assertThat(store.watch(PODS, 2, () -> {}).poll(1)).isEmpty();
    });
  }

  @Test
  void a_transaction_happens_at_one_revision_or_not_at_all() {
    inside(store -> {
      store.put(A, bytes("1"), 0);
      var cursor = store.watch(PODS, 1, () -> {});
      var changes =
          store.commit(
              Transaction.of(
                  new Transaction.Delete(A, 1),
                  new Transaction.Put(B, bytes("2"), 0),
                  new Transaction.Require(C, 0)));

      assertThat(changes).extracting(Change::revision).containsExactly(2L, 2L);
      assertThat(store.revision()).isEqualTo(2);
      assertThat(store.range(PODS, 1, 0, Optional.empty()).entries())
          .extracting(Store.Entry::key)
          .containsExactly(A);
      assertThat(cursor.poll(1)).extracting(Change::key).containsExactly(A, B);
      assertThatThrownBy(() ->
              store.commit(
                  Transaction.of(
                      new Transaction.Put(C, bytes("3"), 0), new Transaction.Delete(A, 1))))
          .isInstanceOf(Store.CompareFailed.class);
      assertThat(store.get(C)).isEmpty();
      assertThat(store.revision()).isEqualTo(2);
      assertThatThrownBy(() -> Transaction.of(new Transaction.Require(B, 2)))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void a_snapshot_has_everything_at_one_revision() {
    inside(store -> {
      store.put(A, bytes("1"), 0);
      store.put(new StoreKey("nodes", "", "n"), bytes("2"), 0);
      store.delete(A, 1);

      assertThat(store.snapshot().revision()).isEqualTo(3);
      assertThat(store.snapshot().entries())
          .extracting(entry -> entry.key().toString())
          .containsExactly("/nodes/n");
    });
  }
}
