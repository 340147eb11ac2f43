package timonier.assembly;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import timonier.pods.process.PodNetwork;
import timonier.pods.process.Processes;

/// The addresses that one cluster has on this host, claimed by a lock file so that others keep
/// away.
///
/// As root on Linux, with `ip` from iproute2, pods have network namespaces on a bridge: pods
/// `10.(132+N).0.0/16`, services `10.(32+N).0.0/16`. Elsewhere all are loopback addresses: pods
/// `127.(128+N).0.0/16`, services `127.(64+N).0.0/16`. Nodes are `127.1.N.k`.
///
/// @param number the cluster's number on this host, from 0
/// @param namespaces whether pods have network namespaces
/// @param held what keeps others away; empty where another process of the cluster holds the number
record HostRange(int number, boolean namespaces, List<Closeable> held) {

  private static final int CLUSTERS = 60;

  /// Beyond the addresses of nodes, of which there are at most 250.
  private static final int GUARD = 254;

  /// The port that nodes have, too: whoever has it there means these addresses.
  private static final int GUARD_PORT = 10250;

  /// Claims a number.
  ///
  /// @param before the number that the cluster had before, if it is free still
  static HostRange claim(Optional<Integer> before) {
    var namespaces = canHaveNamespaces();
    var folder =
        Path.of(
            System.getProperty("java.io.tmpdir"), "timonier-" + System.getProperty("user.name"));
    var wanted = IntStream.concat(before.stream().mapToInt(n -> n), IntStream.range(0, CLUSTERS));
    return wanted
        .mapToObj(
            number -> lock(folder, number).map(held -> new HostRange(number, namespaces, held)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure("%d clusters run on this host already.".formatted(CLUSTERS)));
  }

  /// The addresses of a number that another process of this cluster has claimed.
  static HostRange of(int number) {
    return new HostRange(number, canHaveNamespaces(), List.of());
  }

  private static boolean canHaveNamespaces() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("user.name").equals("root")
        && Processes.run(List.of("ip", "netns", "list")) == 0;
  }

  /// Takes a number: against clusters of this user by a lock, which tells at once; against those of
  /// others by a port that nobody else can have then.
  ///
  /// @return what holds the number for as long as it is referred to and this process runs; empty if
  ///   another has it
  private static Optional<List<Closeable>> lock(Path folder, int number) {
    try {
      var file = lockFile(folder, number);
      var guard = new ServerSocket();
      if (file.isPresent() && guard(guard, number)) {
        return Optional.of(List.of(file.get(), guard));
      }
      guard.close();
      if (file.isPresent()) {
        file.get().close();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return false if another process has the number's addresses
  private static boolean guard(ServerSocket guard, int number) throws IOException {
    try {
      guard.bind(new InetSocketAddress("127.1." + number + "." + GUARD, GUARD_PORT), 1);
      return true;
    } catch (BindException e) {
      return !String.valueOf(e.getMessage()).contains("in use");
    }
  }

  private static Optional<FileChannel> lockFile(Path folder, int number) throws IOException {
    Files.createDirectories(folder);
    var channel =
        FileChannel.open(
            folder.resolve("cluster-" + number + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException _) {
      // another cluster in this very process has it
    }
    channel.close();
    return Optional.empty();
  }

  String services() {
    return servicePrefix(namespaces, number) + "0.0/16";
  }

  private static String servicePrefix(boolean namespaces, int number) {
    return (namespaces ? "10." + (32 + number) : "127." + (64 + number)) + ".";
  }

  /// The number of the cluster whose services have such an address; empty if it is nobody's.
  static Optional<Integer> numberOfService(String address) {
    return IntStream.range(0, CLUSTERS)
        .filter(number ->
            address.startsWith(servicePrefix(true, number))
                || address.startsWith(servicePrefix(false, number)))
        .boxed()
        .findFirst();
  }

  String nodeAddress(int node) {
    return "127.1." + number + "." + node;
  }

  /// The network of one node's pods.
  PodNetwork network(int node) {
    return namespaces
        ? new PodNetwork.Namespaces("tmn" + number, gateway(), podPrefix() + node)
        : new PodNetwork.Loopback("127." + (128 + number) + "." + node);
  }

  private String podPrefix() {
    return "10." + (132 + number) + ".";
  }

  /// The addresses of pods on a bridge.
  String pods() {
    return podPrefix() + "0.0/16";
  }

  /// The host's own address on the bridge.
  String gateway() {
    return podPrefix() + "0.1";
  }

  /// Makes the services' addresses the host's own, and for a runtime of processes the pods' bridge.
  ///
  /// @param kind the runtime
  void prepare(String kind) {
    if (namespaces) {
      if (!kind.equals("docker") && network(1) instanceof PodNetwork.Namespaces network) {
        network.prepare();
      }
      Processes.run(List.of("ip", "route", "replace", "local", services(), "dev", "lo"));
    }
  }

  /// Takes back what [#prepare] made.
  void remove() {
    if (namespaces) {
      Processes.run(List.of("ip", "route", "del", "local", services(), "dev", "lo"));
      Processes.run(List.of("ip", "link", "del", "tmn" + number));
    }
  }

  /// Takes back what [#prepare] made, and lets others have the number.
  void release() {
    remove();
    try {
      for (var claim : held) {
        claim.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What this host's set-up lacks, for people.
  ///
  /// @param kind the runtime
  String describe(String kind) {
    if (kind.equals("docker")) {
      return namespaces
          ? "pods are containers of Docker"
          : "pods are containers of Docker, which cannot reach cluster addresses; run as root on"
              + " Linux with iproute2 for that";
    }
    return namespaces
        ? "pods have network namespaces of their own"
        : "pods have loopback addresses (POD_IP); run as root on Linux with iproute2 for network"
            + " namespaces";
  }
}
