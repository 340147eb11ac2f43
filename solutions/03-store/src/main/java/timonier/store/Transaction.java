package timonier.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Writes of several keys that happen together, at one revision, or not at all.
///
/// Each step says which revision its key must be at: that of its last write, or 0 if there must be
/// no value. So nobody overwrites what they have not seen (*compare-and-set*; etcd documentation,
/// "Transaction").
///
/// @param steps at most one for each key; at least one writes
public record Transaction(List<Step> steps) {

  /// What a transaction requires of one key, or does with it.
  public sealed interface Step {
    /// The key.
    StoreKey key();

    /// The revision of its last write; 0 if there must be no value.
    long expected();
  }

  /// A value to write.
  ///
  /// @param key its key
  /// @param value its bytes
  /// @param expected the revision of its last write; 0 if there must be none
  public record Put(StoreKey key, byte[] value, long expected) implements Step {}

  /// A value to delete.
  ///
  /// @param key its key
  /// @param expected the revision of its last write
  public record Delete(StoreKey key, long expected) implements Step {}

  /// A value that others must not have written; this transaction does not change it.
  ///
  /// @param key its key
  /// @param expected the revision of its last write; 0 if there must be none
  public record Require(StoreKey key, long expected) implements Step {}

  /// Checks the steps.
  ///
  /// @throws IllegalArgumentException if two are about one key, or none writes
  public Transaction {
    if (steps.stream().allMatch(step -> step instanceof Require)) {
      throw new IllegalArgumentException("a transaction must write something");
    }
    var keys = new HashSet<StoreKey>();
    for (var step : steps) {
      if (!keys.add(step.key())) {
        throw new IllegalArgumentException("two steps of a transaction are about " + step.key());
      }
    }
  }

  /// A transaction of these steps.
  public static Transaction of(Step... steps) {
    return new Transaction(List.of(steps));
  }

  /// Returns the writes of this transaction, if nobody else was first.
  ///
  /// A value keeps its create revision until it is deleted. The change of a deletion carries the
  /// last value.
  ///
  /// @param current the value of a key now; empty if there is none
  /// @param revision the revision of all writes
  /// @return the writes, in the order of the steps; none for [Require]
  /// @throws CompareFailed for the first step whose key is not at the expected revision, or that
  ///   deletes a value that is not there
  /// @exercise 03-2 Compare first, then return what changes: all steps or none.
  List<Change> changes(Function<StoreKey, Optional<Entry>> current, long revision) {
    var changes = new ArrayList<Change>();
    for (var step : steps) {
      var before = current.apply(step.key());
      var actual = before.map(Entry::modRevision).orElse(0L);
      if (actual != step.expected()) {
        throw new CompareFailed(step.key(), step.expected(), actual);
      }
      switch (step) {
        case Put put -> changes.add(change(put, before, revision));
        case Delete delete -> changes.add(change(delete, before, revision));
        case Require _ -> {}
      }
    }
    return changes;
  }

  /// @answer 03-2
  private static Change change(Put put, Optional<Entry> before, long revision) {
    var created = before.map(Entry::createRevision).orElse(revision);
    return new Change(revision, put.key(), false, put.value(), created, before.map(Entry::value));
  }

  /// @answer 03-2
  private static Change change(Delete delete, Optional<Entry> before, long revision) {
    var last = before.orElseThrow(() -> new CompareFailed(delete.key(), delete.expected(), 0));
    return new Change(
        revision,
        delete.key(),
        true,
        last.value(),
        last.createRevision(),
        Optional.of(last.value()));
  }
}
