package timonier.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import timonier.store.Store.CompareFailed;
import timonier.store.Store.Entry;

/// Writes of several keys that happen together, at one revision, or not at all.
///
/// Each step says which revision its key has to be at: that of its last write, or 0 if there must
/// be no value. So nobody ever overwrites what they have not seen (*compare-and-set*; etcd
/// documentation, "Transaction").
///
/// @param steps at most one for a key; one at least writes
public record Transaction(List<Step> steps) {

  /// What is asked of one key.
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

  /// A value that others must not have written, and that stays as it is.
  ///
  /// @param key its key
  /// @param expected the revision of its last write; 0 if there must be none
  public record Require(StoreKey key, long expected) implements Step {}

  /// Steps to take together.
  ///
  /// @throws IllegalArgumentException if two are about one key, or none writes
  public Transaction {
    if (steps.stream().allMatch(step -> step instanceof Require)) {
      throw new IllegalArgumentException("a transaction has to write something");
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

  /// The writes of this transaction, if nobody else was first.
  ///
  /// A value keeps the revision at which it came to be until it is deleted. The change that a
  /// deletion makes carries the last value.
  ///
  /// @param current the value of a key now; empty if there is none
  /// @param revision the one at which all writes happen
  /// @return the writes, in the order of the steps; none for [Require]
  /// @throws CompareFailed about the first step whose key is not at the expected revision, and
  ///   about a deletion of what is not there
  /// @exercise 03-2 Compare first, then say what changes: all steps or none.
  List<Change> changes(Function<StoreKey, Optional<Entry>> current, long revision) {
    throw new UnsupportedOperationException("exercise 03-2 is yours to write");
  }
}
