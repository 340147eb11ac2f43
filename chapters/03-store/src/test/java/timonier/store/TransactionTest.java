package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;
import timonier.store.Transaction.Delete;
import timonier.store.Transaction.Put;
import timonier.store.Transaction.Require;

@Exercise("03-2")
class TransactionTest {

  private static final StoreKey OLD = new StoreKey("pods", "default", "old");
  private static final StoreKey NEW = new StoreKey("pods", "default", "new");
  private static final StoreKey OTHER = new StoreKey("pods", "default", "other");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// One of the three keys has a value: it was created at 3 and last written at 8.
  private static Optional<Entry> current(StoreKey key) {
    return key.equals(OLD) ? Optional.of(new Entry(OLD, bytes("before"), 3, 8)) : Optional.empty();
  }

  private static List<Change> changes(Transaction.Step... steps) {
    return Transaction.of(steps).changes(TransactionTest::current, 20);
  }

  @Check("A new value is created at the revision of the write.")
  void a_new_value_is_created() {
    var change = changes(new Put(NEW, bytes("hello"), 0)).getFirst();

    assertThat(text(change.value())).as("what is written").isEqualTo("hello");
    assertThat(change.revision()).as("the revision of the write").isEqualTo(20);
    assertThat(change.createRevision()).as("the create revision of the new value").isEqualTo(20);
    assertThat(change.isDelete()).as("whether it is a deletion").isFalse();
    assertThat(change.previous()).as("what was there before").isEmpty();
  }

  @Check("An overwritten value keeps its create revision, and the change carries the old value.")
  void an_old_value_is_changed() {
    var change = changes(new Put(OLD, bytes("after"), 8)).getFirst();

    assertThat(change.createRevision())
        .as("the create revision of a value that was created at 3 and is written at 20")
        .isEqualTo(3);
    assertThat(change.previous().map(TransactionTest::text))
        .as("what was there before")
        .contains("before");
  }

  @Check("A write is refused if its key is at another revision than it expects.")
  void a_write_that_comes_second_is_refused() {
    for (var expected : new long[] {3, 7, 9}) {
      assertThatThrownBy(() -> changes(new Put(OLD, bytes("after"), expected)))
          .as("a write that expects revision %d of a value last written at 8", expected)
          .isInstanceOf(CompareFailed.class);
    }
    assertThatThrownBy(() -> changes(new Put(NEW, bytes("after"), 5)))
        .as("a write that expects revision 5 of a value that is not there")
        .isInstanceOf(CompareFailed.class);
  }

  @Check("A write that expects 0 creates: it is refused if there is a value.")
  void zero_means_that_there_is_none() {
    assertThatThrownBy(() -> changes(new Put(OLD, bytes("after"), 0)))
        .as("a write that expects revision 0 of a value last written at 8")
        .isInstanceOf(CompareFailed.class);
  }

  @Check("The change of a deletion carries the last value.")
  void a_deletion_carries_the_last_value() {
    var change = changes(new Delete(OLD, 8)).getFirst();

    assertThat(change.isDelete()).as("whether it is a deletion").isTrue();
    assertThat(change.revision()).as("the revision of the deletion").isEqualTo(20);
    assertThat(change.createRevision()).as("the create revision of the deleted value").isEqualTo(3);
    assertThat(text(change.value())).as("the value that goes with it").isEqualTo("before");
    assertThat(change.previous().map(TransactionTest::text))
        .as("what was there before")
        .contains("before");
  }

  @Check("A value that is not there cannot be deleted, not even by a step that expects revision 0.")
  void a_value_that_is_not_there_cannot_be_deleted() {
    assertThatThrownBy(() -> changes(new Delete(NEW, 0)))
        .as("a deletion of a value that is not there")
        .isInstanceOf(CompareFailed.class)
        .hasMessageEndingWith("expected revision 0, but it is 0");
  }

  @Check("All writes of a transaction have one revision, and the order of their steps.")
  void all_happen_together() {
    var changes =
        changes(new Put(OTHER, bytes("1"), 0), new Delete(OLD, 8), new Put(NEW, bytes("2"), 0));

    assertThat(changes)
        .as("the keys that are written")
        .extracting(Change::key)
        .containsExactly(OTHER, OLD, NEW);
    assertThat(changes).as("their revisions").extracting(Change::revision).containsOnly(20L);
  }

  @Check("One refused step is enough: nothing happens, and the refusal names its key.")
  void one_refusal_refuses_all() {
    assertThatThrownBy(() -> changes(new Put(NEW, bytes("1"), 0), new Put(OLD, bytes("2"), 7)))
        .as("a new value together with a write that expects revision 7 of what was written at 8")
        .isInstanceOfSatisfying(
            CompareFailed.class,
            refusal -> assertThat(refusal.key()).as("the key that it is about").isEqualTo(OLD))
        .hasMessageEndingWith("expected revision 7, but it is 8");
  }

  @Check("A value that is only required is not written.")
  void a_requirement_changes_nothing() {
    assertThat(changes(new Require(OLD, 8), new Put(NEW, bytes("1"), 0)))
        .as("the keys that are written, where another is required to be at 8 and is")
        .extracting(Change::key)
        .containsExactly(NEW);
  }

  @Check("A value that is only required is compared too.")
  void a_requirement_is_compared() {
    assertThatThrownBy(() -> changes(new Require(OLD, 7), new Put(NEW, bytes("1"), 0)))
        .as("a transaction that requires revision 7 of what was written at 8")
        .isInstanceOf(CompareFailed.class);
  }
}
