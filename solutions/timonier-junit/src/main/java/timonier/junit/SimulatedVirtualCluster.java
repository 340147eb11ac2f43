package timonier.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import timonier.assembly.EmbeddedCluster;
import timonier.client.Client;
import timonier.simulation.SimulatedCluster;

/// A cluster in a simulation without faults.
final class SimulatedVirtualCluster implements VirtualCluster, AutoCloseable {

  /// The time between two checks of a condition.
  private static final Duration STEP = Duration.ofSeconds(1);

  private final SimulatedCluster cluster;

  private SimulatedVirtualCluster(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  static SimulatedVirtualCluster start(TimonierCluster wanted) {
    var cluster = EmbeddedCluster.simulated(wanted.nodes(), wanted.seed());
    cluster.simulation().runUntil(cluster::isServerUp, Duration.ofMinutes(1));
    return new SimulatedVirtualCluster(cluster);
  }

  @Override
  public Instant now() {
    return cluster.simulation().now();
  }

  @Override
  public <T> T call(Function<Client, T> work) {
    return cluster.simulation().call(() -> work.apply(cluster.admin()));
  }

  @Override
  public void create(String manifest) {
    call(client -> {
      EmbeddedCluster.create(client, manifest);
      return manifest;
    });
  }

  @Override
  public void runFor(Duration duration) {
    cluster.simulation().runFor(duration);
  }

  @Override
  public boolean runUntil(Function<Client, Boolean> condition, Duration limit) {
    var end = now().plus(limit);
    var isSo = call(condition);
    while (!isSo && now().isBefore(end)) {
      runFor(STEP);
      isSo = call(condition);
    }
    return isSo;
  }

  @Override
  public void killNode(String name) {
    cluster.killNode(name);
  }

  @Override
  public void startNode(String name) {
    cluster.startNode(name);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
