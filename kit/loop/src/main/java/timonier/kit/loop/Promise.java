package timonier.kit.loop;

/// A value that is provided once and later, by another piece of work.
///
/// This is the only way a component waits for another: live it parks a virtual thread, in
/// simulation it hands the baton to the simulator. So no component uses a lock's condition, a
/// latch, a blocking queue or a future of its own.
///
/// @param <T> the type of the value
public interface Promise<T> {

  /// Provides the value. Only the first of all calls to `complete` and `fail` counts.
  void complete(T value);

  /// Provides a failure instead of the value.
  void fail(RuntimeException failure);

  /// True once a value or a failure was provided.
  boolean isDone();

  /// Waits for the value.
  ///
  /// @throws RuntimeException the failure, if one was provided
  T await();
}
