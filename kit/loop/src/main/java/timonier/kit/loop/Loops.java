package timonier.kit.loop;

/// Where event loops come from: one world of time, live or simulated.
///
/// The assembly makes one loop for each component. Closing the world closes every loop in it.
public interface Loops extends AutoCloseable {

  /// A new loop for a component.
  ///
  /// @param name the component's name, as in `kubelet/node-1`
  EventLoop loop(String name);

  /// Closes all loops.
  @Override
  void close();
}
