package timonier.pods.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import timonier.kit.loop.NetworkNamespace;
import timonier.pods.runtime.RuntimeFailure;

/// Gives pods their addresses.
public sealed interface PodNetwork {

  /// Gives a pod its address.
  ///
  /// @param sandbox the pod's sandbox, for names
  /// @param number a number from 2 to 254 that no other pod of the node has
  /// @throws RuntimeFailure with reason `FailedCreatePodSandBox` if that fails, perhaps half done
  void join(String sandbox, int number);

  /// Finds a number that no pod of the node has.
  ///
  /// @param taken the numbers that its pods have
  /// @throws RuntimeFailure with reason `NetworkNotReady` if all are taken
  static int free(Set<Integer> taken) {
    return IntStream.range(2, 255)
        .filter(number -> !taken.contains(number))
        .findFirst()
        .orElseThrow(() ->
            new RuntimeFailure("NetworkNotReady", "this node has no address left for another pod"));
  }

  /// The address of a number.
  String address(int number);

  /// Whether a pod still has what [#join] made for it. After a reboot nothing is left.
  ///
  /// @throws UncheckedIOException if this is unknown at the moment
  boolean isJoined(String sandbox);

  /// The file of a pod's network namespace; empty if pods have none.
  Optional<Path> namespaceOf(String sandbox);

  /// Connects to a port of a pod from inside it: to its own localhost.
  ///
  /// @throws IOException if no program listens there, or if pods have no localhost of their own
  Socket connectInside(String sandbox, int port, Duration timeout) throws IOException;

  /// Removes the address; does nothing if the pod has none.
  ///
  /// @throws RuntimeFailure with reason `KillPodSandboxError` if that fails; the caller may try
  ///   again
  void leave(String sandbox);

  /// Gives each pod a loopback address of its own; programs must bind to it themselves.
  ///
  /// @param range the first three numbers of the node's addresses, as in `127.128.1`
  record Loopback(String range) implements PodNetwork {
    @Override
    public void join(String sandbox, int number) {}

    @Override
    public String address(int number) {
      return range + "." + number;
    }

    @Override
    public boolean isJoined(String sandbox) {
      return true;
    }

    @Override
    public Optional<Path> namespaceOf(String sandbox) {
      return Optional.empty();
    }

    @Override
    public Socket connectInside(String sandbox, int port, Duration timeout) throws IOException {
      throw new IOException(
          "connection refused: without root, pods have no localhost of their own");
    }

    @Override
    public void leave(String sandbox) {}
  }

  /// Gives each pod a network namespace of its own, on one bridge that all nodes of the cluster on
  /// this host share. Needs root, and `ip` from iproute2.
  ///
  /// @param bridge the bridge's name
  /// @param gateway the bridge's address, as in `10.132.0.1`
  /// @param range the first three numbers of the node's addresses, as in `10.132.1`
  /// @param commands runs a command of this machine to its end and returns its exit code
  record Bridged(String bridge, String gateway, String range, ToIntFunction<List<String>> commands)
      implements PodNetwork {

    /// How often to try removing something, since a user may kill an `ip` that removes it.
    private static final int TRIES = 3;

    /// Uses the network of this machine.
    public Bridged(String bridge, String gateway, String range) {
      this(bridge, gateway, range, Processes::run);
    }

    private int run(String... command) {
      return commands.applyAsInt(List.of(command));
    }

    /// Makes the bridge, if it is missing, and lets pods talk to each other over it. Where a Docker
    /// Engine runs, the machine's firewall also filters what crosses any bridge, and drops what no
    /// rule allows (`net.bridge.bridge-nf-call-iptables`), so a rule is added. Without `iptables`
    /// there is no firewall.
    public void prepare() {
      if (run("ip", "link", "show", bridge) != 0) {
        run("ip", "link", "add", bridge, "type", "bridge");
        run("ip", "addr", "add", gateway + "/16", "dev", bridge);
      }
      run("ip", "link", "set", bridge, "up");
      if (run(passage("-C")) != 0) {
        run(passage("-I"));
      }
    }

    /// The command that checks (`-C`), adds (`-I`) or deletes (`-D`) the firewall's rule.
    private String[] passage(String action) {
      return new String[] {
        "iptables", "-w", action, "FORWARD", "-i", bridge, "-o", bridge, "-j", "ACCEPT"
      };
    }

    /// Undoes what [#prepare] made. Nodes that prepared at the same moment may have added a rule
    /// each.
    public void remove() {
      for (var tries = 0; tries < TRIES && run(passage("-D")) == 0; tries++) {}
      run("ip", "link", "del", bridge);
    }

    /// Whether the bridge exists and no pod is on it.
    public boolean isUnused() {
      var ports = Path.of("/sys/class/net", bridge, "brif").toFile().list();
      return ports != null && ports.length == 0;
    }

    /// The name of a pod's namespace; names of links may have 15 letters.
    public static String namespace(String sandbox) {
      return "tmn-" + sandbox.substring(0, Math.min(10, sandbox.length()));
    }

    @Override
    public String address(int number) {
      return range + "." + number;
    }

    /// Checks the namespace itself, too: its file may outlive it as an ordinary file.
    @Override
    public boolean isJoined(String sandbox) {
      try {
        return Files.exists(file(sandbox))
            && device(file(sandbox)).equals(device(Path.of("/proc/self/ns/net")))
            && NetworkInterface.getByName(namespace(sandbox)) != null
            && isBridged(sandbox);
      } catch (NoSuchFileException _) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Whether a pod's existing link belongs to the bridge. If `/sys` does not have the link, it
    /// shows another network namespace than this process's, and proves nothing; it may even have
    /// another cluster's bridge of that name.
    private boolean isBridged(String sandbox) throws IOException {
      var link = Path.of("/sys/class/net", namespace(sandbox));
      var master = link.resolve("master");
      return !Files.exists(link)
          || (Files.exists(master) && Files.readSymbolicLink(master).endsWith(bridge));
    }

    private static Object device(Path file) throws IOException {
      return Files.getAttribute(file, "unix:dev");
    }

    @Override
    public void join(String sandbox, int number) {
      var name = namespace(sandbox);
      var address = address(number);
      must("ip", "netns", "add", name);
      must("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
      must("ip", "link", "set", name, "master", bridge, "up");
      must("ip", "-n", name, "link", "set", "eth0", "address", hardwareAddress(address));
      must("ip", "-n", name, "addr", "add", address + "/16", "dev", "eth0");
      must("ip", "-n", name, "link", "set", "lo", "up");
      must("ip", "-n", name, "link", "set", "eth0", "up");
      must("ip", "-n", name, "route", "add", "default", "via", gateway);
    }

    /// Makes the hardware address from the address, as Kubernetes' own bridge plugin does. So
    /// neighbours that cached it still reach the address when another pod has it.
    private static String hardwareAddress(String address) {
      var numbers = address.split("\\.", -1);
      var hardware = new StringBuilder("0a:58");
      for (var number : numbers) {
        hardware.append(":%02x".formatted(Integer.parseInt(number)));
      }
      return hardware.toString();
    }

    private void must(String... command) {
      if (run(command) != 0) {
        throw new RuntimeFailure("FailedCreatePodSandBox", "failed: " + String.join(" ", command));
      }
    }

    @Override
    public Optional<Path> namespaceOf(String sandbox) {
      return Optional.of(file(sandbox));
    }

    private static Path file(String sandbox) {
      return Path.of("/run/netns", namespace(sandbox));
    }

    @Override
    public Socket connectInside(String sandbox, int port, Duration timeout) throws IOException {
      return NetworkNamespace.localhost(file(sandbox), port, timeout);
    }

    /// Tries several times: an `ip` that was killed, as by a second Ctrl-C, removed nothing.
    @Override
    public void leave(String sandbox) {
      var name = namespace(sandbox);
      run("ip", "link", "del", name);
      for (var tries = 0; Files.exists(file(sandbox)); tries++) {
        if (tries == TRIES) {
          throw new RuntimeFailure("KillPodSandboxError", "failed: ip netns del " + name);
        }
        run("ip", "netns", "del", name);
      }
    }
  }
}
