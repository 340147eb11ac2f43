package timonier.client;

import java.time.Duration;

/// The settings of a whole cluster.
///
/// @param nodeMonitorGrace how long after its last sign of life a node counts as lost
/// @param nodeName the node that a component of scope NODE belongs to; empty for others
/// @param nodeAddress that node's address; empty for others
/// @param serviceRange the addresses that services get, as in `10.96.0.0/16`
public record Settings(
    Duration nodeMonitorGrace, String nodeName, String nodeAddress, String serviceRange) {

  /// Kubernetes' defaults.
  public static Settings defaults() {
    return new Settings(Duration.ofSeconds(40), "", "", "10.96.0.0/16");
  }

  /// The same settings for a component on a node.
  public Settings on(String node, String address) {
    return new Settings(nodeMonitorGrace, node, address, serviceRange);
  }
}
