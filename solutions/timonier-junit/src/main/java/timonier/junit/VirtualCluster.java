package timonier.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import timonier.client.Client;

/// A cluster in which time passes only when the test says so, and then as fast as the machine can.
public interface VirtualCluster {

  /// What time it is in the cluster.
  Instant now();

  /// Does something with a client that may do everything.
  ///
  /// @return what the work returned
  <T> T call(Function<Client, T> work);

  /// Makes the objects of a manifest, as `kubectl create` does.
  ///
  /// @param manifest YAML or JSON, of one document or several
  void create(String manifest);

  /// Lets time pass.
  void runFor(Duration duration);

  /// Lets time pass until something is so.
  ///
  /// @return false if it is not so when the limit has passed
  boolean runUntil(Function<Client, Boolean> condition, Duration limit);

  /// A node loses power.
  void killNode(String name);

  /// A node is switched on.
  void startNode(String name);
}
