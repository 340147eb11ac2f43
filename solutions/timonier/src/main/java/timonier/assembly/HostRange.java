package timonier.assembly;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import timonier.pods.host.PodNetwork;
import timonier.pods.host.Processes;

/// The addresses that one cluster has on this host, made of its [HostNumber].
///
/// As root on Linux, with `ip` from iproute2, pods have network namespaces on a bridge: pods
/// `10.(132+N).0.0/16`, services `10.(32+N).0.0/16`. Elsewhere all are loopback addresses: pods
/// `127.(128+N).0.0/16`, services `127.(64+N).0.0/16`. Nodes are `127.1.N.k`.
///
/// @param number the cluster's number on this host, from 0
/// @param namespaces whether pods have network namespaces
/// @param held what keeps others away for as long as it is referred to; empty where nothing has to
record HostRange(int number, boolean namespaces, List<Closeable> held) {

  /// How many clusters can be on one host.
  static final int CLUSTERS = 60;

  /// Claims a number for a new cluster: one that nobody has and, as long as there are such, of
  /// which nothing is left and that no other folder wants again.
  ///
  /// @param folder the cluster's folder, by which others know whose the number is
  static HostRange claim(Path folder) {
    return claims(folder, number -> number.isFreeFor(folder))
        .or(() -> claims(folder, _ -> true))
        .orElseThrow(
            () -> new CommandFailure("%d clusters run on this host already.".formatted(CLUSTERS)));
  }

  private static Optional<HostRange> claims(Path folder, Predicate<HostNumber> which) {
    return IntStream.range(0, CLUSTERS)
        .mapToObj(HostNumber::of)
        .filter(which)
        .flatMap(number -> claimed(folder, number).stream())
        .findFirst();
  }

  private static Optional<HostRange> claimed(Path folder, HostNumber number) {
    return number
        .claim(folder)
        .map(held -> new HostRange(number.number(), canHaveNamespaces(), held));
  }

  /// Claims the number that a cluster had before. Its services, its nodes' certificates and its
  /// pods have addresses made of it, so that no other will do.
  ///
  /// @param folder the cluster's folder
  /// @throws CommandFailure if another cluster has it
  static HostRange claimAgain(Path folder, int before) {
    var number = HostNumber.of(before);
    return claimed(folder, number)
        .orElseThrow(() -> {
          var other = number.owner().filter(owner -> !owner.equals(folder));
          return new CommandFailure(
              ("The addresses of the cluster in %s (number %d on this host) are taken by %s: %s,"
                      + " then start this one again.")
                  .formatted(
                      folder,
                      before,
                      other
                          .map(owner -> "the cluster in " + owner)
                          .orElse("another user's cluster"),
                      other
                          .map(owner -> "stop that one with './timonier down --data " + owner + "'")
                          .orElse("have that one stopped")));
        });
  }

  /// The addresses of a number, for a node of the cluster that has it.
  ///
  /// @param folder the cluster's folder; empty if the node does not know it
  /// @throws CommandFailure if another cluster has it
  static HostRange join(Optional<Path> folder, int number) {
    return HostNumber.of(number)
        .join(folder)
        .map(held -> new HostRange(number, canHaveNamespaces(), List.of(held)))
        .orElseThrow(() ->
            new CommandFailure(
                "Another cluster has number %d on this host, and with it this node's addresses."
                    .formatted(number)));
  }

  /// The addresses of a number that nobody has to hold.
  static HostRange of(int number) {
    return new HostRange(number, canHaveNamespaces(), List.of());
  }

  private static boolean canHaveNamespaces() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("user.name").equals("root")
        && Processes.run(List.of("ip", "netns", "list")) == 0;
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
        ? new PodNetwork.Bridged(HostNumber.BRIDGE + number, gateway(), podPrefix() + node)
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
      if (kind.equals("process")) {
        bridged().ifPresent(PodNetwork.Bridged::prepare);
      }
      Processes.run(List.of("ip", "route", "replace", "local", services(), "dev", "lo"));
    }
  }

  private Optional<PodNetwork.Bridged> bridged() {
    return network(1) instanceof PodNetwork.Bridged network
        ? Optional.of(network)
        : Optional.empty();
  }

  /// Whether pods have a bridge.
  boolean hasBridge() {
    return Files.exists(Path.of("/sys/class/net/tmn" + number));
  }

  /// Takes the bridge back unless a pod is on it.
  void removeUnused() {
    if (bridged().filter(PodNetwork.Bridged::isUnused).isPresent()) {
      remove();
    }
  }

  /// Takes back what [#prepare] made.
  void remove() {
    if (namespaces) {
      Processes.run(List.of("ip", "route", "del", "local", services(), "dev", "lo"));
      bridged().ifPresent(PodNetwork.Bridged::remove);
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

  /// What separates pods from this host, and what the host's set-up lacks, in one sentence for
  /// people: `up` prints it, and the README has it by machine.
  ///
  /// @param kind the runtime, as [Runtimes#choose] returns it
  String describe(String kind) {
    return switch (kind) {
      case "simulated" -> "pods are only noted: nothing of them runs on this host";
      case "docker" ->
          "pods are containers of Docker, with networks, files and processes of their own"
              + (namespaces
                  ? ""
                  : "; they cannot reach cluster addresses, run as root on Linux with iproute2 for"
                      + " that");
      default ->
          namespaces
              ? "pods have networks, files, processes and users of their own, and see the host's"
                  + " programs"
              : "pods have loopback addresses (POD_IP), and nothing else separates them from your"
                  + " files and processes; run as root on Linux with iproute2 for that";
    };
  }
}
