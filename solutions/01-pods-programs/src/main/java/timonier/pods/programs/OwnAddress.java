package timonier.pods.programs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// The address on which a program in a pod listens, and finds its neighbours in the pod.
///
/// A pod with a network namespace has a localhost and all ports for itself. Elsewhere it has only a
/// loopback address of its own, which is in `POD_IP`.
final class OwnAddress {

  private static boolean isLoopback(String podIp) {
    return podIp.startsWith("127.");
  }

  private static String podIp() {
    return System.getenv().getOrDefault("POD_IP", "");
  }

  /// The host name under which containers of one pod find each other.
  static String localhost() {
    return isLoopback(podIp()) ? podIp() : "localhost";
  }

  /// The address to listen on, which neighbours and other pods can reach.
  static InetSocketAddress listening(int port) throws UnknownHostException {
    return isLoopback(podIp())
        ? new InetSocketAddress(InetAddress.getByName(podIp()), port)
        : new InetSocketAddress(port);
  }

  private OwnAddress() {}
}
