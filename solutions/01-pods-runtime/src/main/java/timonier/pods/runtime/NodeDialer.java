package timonier.pods.runtime;

import java.io.IOException;
import java.time.Duration;

/// Opens connections from a node to any host, as probes and hooks that name one ask for.
public interface NodeDialer {

  /// Connects to a host, whether a pod of this node or not.
  ///
  /// @param host a name or an address, as the node sees it
  /// @throws RuntimeFailure with reason `ConnectionRefused` if nobody listens
  default ContainerRuntime.Connection dial(String host, int port, Duration timeout) {
    try {
      return SocketConnection.to(host, port, timeout);
    } catch (IOException e) {
      throw new RuntimeFailure(
          "ConnectionRefused", "dial tcp %s:%d: %s".formatted(host, port, e.getMessage()));
    }
  }
}
