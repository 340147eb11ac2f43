package timonier.scheduler;

import java.util.List;
import timonier.pods.Pod;

/// A port of the node that a pod uses.
///
/// @param ip one of the node's addresses; `0.0.0.0` for all
/// @param protocol as in `TCP`
/// @param port the number
record HostPort(String ip, String protocol, int port) {

  private static final String EVERY_ADDRESS = "0.0.0.0";

  /// Returns the ports that a pod uses while it runs.
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

  /// Whether two ports exclude each other: same number and protocol, and same address, or one of
  /// them at all addresses.
  boolean conflictsWith(HostPort other) {
    return port == other.port
        && protocol.equals(other.protocol)
        && (ip.equals(other.ip) || ip.equals(EVERY_ADDRESS) || other.ip.equals(EVERY_ADDRESS));
  }
}
