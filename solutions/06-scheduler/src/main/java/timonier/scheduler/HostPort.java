package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// A port of the node itself that a pod takes.
///
/// @param ip which of the node's addresses; `0.0.0.0` for all
/// @param protocol as in `TCP`
/// @param port the number
record HostPort(String ip, String protocol, int port) {

  private static final String EVERY_ADDRESS = "0.0.0.0";

  /// The ports that a pod takes as long as it runs.
  static List<HostPort> of(Pod pod) {
    return pod.spec().longRunning().stream()
        .flatMap(container -> container.ports().stream())
        .filter(port -> port.hostPort() > 0)
        .map(port -> new HostPort(port.hostIP(), port.protocol(), port.hostPort()))
        .toList();
  }

  HostPort {
    ip = ip.isEmpty() ? EVERY_ADDRESS : ip;
    protocol = protocol.isEmpty() ? "TCP" : protocol;
  }

  /// Whether only one of two can be had: one number of one protocol, at one address or where either
  /// wants all.
  boolean conflictsWith(HostPort other) {
    return port == other.port
        && protocol.equals(other.protocol)
        && (ip.equals(other.ip) || ip.equals(EVERY_ADDRESS) || other.ip.equals(EVERY_ADDRESS));
  }
}
