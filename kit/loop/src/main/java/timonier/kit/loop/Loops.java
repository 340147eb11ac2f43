package timonier.kit.loop;

/// Makes event loops that share one time, live or simulated.
///
/// The assembly makes one loop for each component. Closing this closes all loops.
public interface Loops extends AutoCloseable {

  /// Makes a loop for a component.
  ///
  /// @param name the component's name, as in `kubelet/node-1`
  EventLoop loop(String name);

  /// Closes all loops.
  @Override
  void close();
}
