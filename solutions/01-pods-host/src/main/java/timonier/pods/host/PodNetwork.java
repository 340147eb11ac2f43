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
import timonier.pods.RuntimeFailure;

/// Where pods get their addresses from.
public sealed interface PodNetwork {

  /// Gives a pod its address.
  ///
  /// @param sandbox the pod's sandbox, for names
  /// @param number a number from 2 to 254 that no other pod of the node has
  /// @throws RuntimeFailure with reason `FailedCreatePodSandBox` if that fails; part of it may be
  ///   done then
  void join(String sandbox, int number);

  /// A number that no pod of the node has.
  ///
  /// @param taken the numbers that its pods have
  /// @throws RuntimeFailure with reason `NetworkNotReady` if they have all there are
  static int free(Set<Integer> taken) {
    return IntStream.range(2, 255)
        .filter(number -> !taken.contains(number))
        .findFirst()
        .orElseThrow(() ->
            new RuntimeFailure("NetworkNotReady", "this node has no address left for another pod"));
  }

  /// The address of a number.
  String address(int number);

  /// Whether a pod still has what [#join] made for it. A machine that starts again has nothing.
  ///
  /// @throws UncheckedIOException if nobody can tell at the moment
  boolean isJoined(String sandbox);

  /// The file of a pod's network namespace; empty where pods have none.
  Optional<Path> namespaceOf(String sandbox);

  /// Connects to a port of a pod from inside it: to its own localhost.
  ///
  /// @throws IOException if nobody listens there, or if pods have no localhost of their own
  Socket connectInside(String sandbox, int port, Duration timeout) throws IOException;

  /// Takes the address back; does nothing if the pod has none.
  ///
  /// @throws RuntimeFailure with reason `KillPodSandboxError` if that fails; it may be tried again
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

  /// Each pod has a network namespace of its own, on one bridge that all nodes of the cluster on
  /// this host share. Needs root and `ip`, from iproute2.
  ///
  /// @param bridge the bridge's name
  /// @param gateway the bridge's address, as in `10.132.0.1`
  /// @param range the first three numbers of the node's addresses, as in `10.132.1`
  /// @param commands runs a command of this machine to its end and returns its exit code
  record Bridged(String bridge, String gateway, String range, ToIntFunction<List<String>> commands)
      implements PodNetwork {

    /// How often something is removed: once more for each `ip` that a user may kill.
    private static final int TRIES = 3;

    /// On the network of this machine.
    public Bridged(String bridge, String gateway, String range) {
      this(bridge, gateway, range, Processes::run);
    }

    private int run(String... command) {
      return commands.applyAsInt(List.of(command));
    }

    /// Makes the bridge, if it is not there, and lets pods talk to each other over it: where a
    /// Docker Engine runs, the machine's firewall judges what crosses any bridge, too, and drops
    /// what no rule allows (`net.bridge.bridge-nf-call-iptables`). Without `iptables` there is
    /// none.
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

    /// The command that looks for (`-C`), adds (`-I`) or deletes (`-D`) the firewall's rule.
    private String[] passage(String action) {
      return new String[] {
        "iptables", "-w", action, "FORWARD", "-i", bridge, "-o", bridge, "-j", "ACCEPT"
      };
    }

    /// Takes back what [#prepare] made. Nodes that prepared at the same moment may have added a
    /// rule each.
    public void remove() {
      for (var tries = 0; tries < TRIES && run(passage("-D")) == 0; tries++) {}
      run("ip", "link", "del", bridge);
    }

    /// Whether the bridge is there and no pod is on it.
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

    /// The file of a namespace may outlast it: then it is an ordinary file.
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

    /// Whether a pod's link, which is there, belongs to the bridge. A `/sys` that does not know the
    /// link shows another network namespace than this process is in, and says nothing about it; it
    /// may even know a bridge of that name, another cluster's.
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

    /// An `ip` that was killed, as by a second Ctrl-C, removed nothing.
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
