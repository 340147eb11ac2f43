package timonier.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import timonier.client.Client;

/// A cluster in which time passes only when the test says so, and then as fast as the machine can.
public interface VirtualCluster {

  /// The time in the cluster.
  Instant now();

  /// Runs work with a client that has all rights.
  ///
  /// @return the work's result
  <T> T call(Function<Client, T> work);

  /// Creates the objects of a manifest, as `kubectl create` does.
  ///
  /// @param manifest YAML or JSON, of one document or several
  void create(String manifest);

  /// Lets time pass.
  void runFor(Duration duration);

  /// Lets time pass until a condition holds.
  ///
  /// @return false if it does not hold within the limit
  boolean runUntil(Function<Client, Boolean> condition, Duration limit);

  /// Cuts the power of a node.
  void killNode(String name);

  /// Switches a node on.
  void startNode(String name);
}
