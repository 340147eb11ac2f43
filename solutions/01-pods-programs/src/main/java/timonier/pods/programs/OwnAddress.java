package timonier.pods.programs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Where a program in a pod listens, and where it finds its neighbours in the pod.
///
/// A pod with a network namespace has a localhost and all ports for itself. Elsewhere it has only a
/// loopback address of its own, which `POD_IP` tells.
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

  /// Where to listen, so that neighbours and other pods get through.
  static InetSocketAddress listening(int port) throws UnknownHostException {
    return isLoopback(podIp())
        ? new InetSocketAddress(InetAddress.getByName(podIp()), port)
        : new InetSocketAddress(port);
  }

  private OwnAddress() {}
}
