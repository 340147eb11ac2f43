package timonier.pods.process;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where pods get their addresses from.
public sealed interface PodNetwork {

  /// Gives a pod its address.
  ///
  /// @param sandbox the pod's sandbox, for names
  /// @param number a number from 2 to 254 that no other pod of the node has
  /// @return the address
  String join(String sandbox, int number);

  /// What runs a command inside a pod's network.
  List<String> prefix(String sandbox);

  /// Connects to a port of a pod from inside it: to its own localhost.
  ///
  /// @throws IOException if nobody listens there, or if pods have no localhost of their own
  Socket connectInside(String sandbox, int port, Duration timeout) throws IOException;

  /// Takes the address back.
  void leave(String sandbox);

  /// Each pod has a loopback address of its own, which it has to bind to by itself.
  ///
  /// @param range the first three numbers of the node's addresses, as in `127.128.1`
  record Loopback(String range) implements PodNetwork {
    @Override
    public String join(String sandbox, int number) {
      return range + "." + number;
    }

    @Override
    public List<String> prefix(String sandbox) {
      return List.of();
    }

    @Override
    public Socket connectInside(String sandbox, int port, Duration timeout) throws IOException {
      throw new IOException(
          "connection refused: without root, pods have no localhost of their own");
    }

    @Override
    public void leave(String sandbox) {}
  }

  /// Each pod has a network namespace of its own, on one bridge that all nodes of the cluster on
  /// this host share. Needs root and `ip`, from iproute2.
  ///
  /// @param bridge the bridge's name
  /// @param gateway the bridge's address, as in `10.132.0.1`
  /// @param range the first three numbers of the node's addresses, as in `10.132.1`
  record Namespaces(String bridge, String gateway, String range) implements PodNetwork {

    /// Makes the bridge, if it is not there.
    public void prepare() {
      if (Processes.run(List.of("ip", "link", "show", bridge)) != 0) {
        Processes.run(List.of("ip", "link", "add", bridge, "type", "bridge"));
        Processes.run(List.of("ip", "addr", "add", gateway + "/16", "dev", bridge));
      }
      Processes.run(List.of("ip", "link", "set", bridge, "up"));
    }

    /// The name of a pod's namespace; names of links may have 15 letters.
    public static String namespace(String sandbox) {
      return "tmn-" + sandbox.substring(0, Math.min(10, sandbox.length()));
    }

    @Override
    public String join(String sandbox, int number) {
      var name = namespace(sandbox);
      var address = range + "." + number;
      var inside = List.of("ip", "-n", name);
      must(List.of("ip", "netns", "add", name));
      must(
          List.of(
              "ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name));
      must(List.of("ip", "link", "set", name, "master", bridge, "up"));
      must(with(inside, "link", "set", "eth0", "address", hardwareAddress(address)));
      must(with(inside, "addr", "add", address + "/16", "dev", "eth0"));
      must(with(inside, "link", "set", "lo", "up"));
      must(with(inside, "link", "set", "eth0", "up"));
      must(with(inside, "route", "add", "default", "via", gateway));
      return address;
    }

    /// Whoever talked to an address before still finds it when another pod has it: its hardware
    /// address is made from it, as Kubernetes' own bridge plugin does.
    private static String hardwareAddress(String address) {
      var numbers = address.split("\\.", -1);
      var hardware = new StringBuilder("0a:58");
      for (var number : numbers) {
        hardware.append(":%02x".formatted(Integer.parseInt(number)));
      }
      return hardware.toString();
    }

    private static List<String> with(List<String> command, String... more) {
      var whole = new java.util.ArrayList<>(command);
      whole.addAll(List.of(more));
      return whole;
    }

    private static void must(List<String> command) {
      if (Processes.run(command) != 0) {
        throw new IllegalStateException("failed: " + String.join(" ", command));
      }
    }

    @Override
    public List<String> prefix(String sandbox) {
      return List.of("ip", "netns", "exec", namespace(sandbox));
    }

    @Override
    public Socket connectInside(String sandbox, int port, Duration timeout) throws IOException {
      return NetworkNamespace.localhost(Path.of("/run/netns", namespace(sandbox)), port, timeout);
    }

    @Override
    public void leave(String sandbox) {
      Processes.run(List.of("ip", "link", "del", namespace(sandbox)));
      Processes.run(List.of("ip", "netns", "del", namespace(sandbox)));
    }
  }
}
