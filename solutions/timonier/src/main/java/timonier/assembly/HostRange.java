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
/// @param held claims that keep other clusters away while they are referenced; may be empty
record HostRange(int number, boolean namespaces, List<Closeable> held) {

  /// The most clusters on one host.
  static final int CLUSTERS = 60;

  /// Claims a free number for a new cluster. Prefers numbers that no other folder will want again,
  /// and whose last cluster left nothing.
  ///
  /// @param folder the cluster's folder, recorded as the owner of the number
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

  /// Claims the number that a cluster had before. The addresses of its services, nodes'
  /// certificates and pods are made of it, so no other number will do.
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

  /// Returns the addresses of a number, for a node of the cluster that has it.
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

  /// Returns the addresses of a number, without a claim to it.
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

  /// Returns the number of the cluster that has a service address; empty if it belongs to none.
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

  /// Makes the services' addresses local to the host, and the pods' bridge for a runtime of
  /// processes.
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

  /// Whether the pods' bridge exists.
  boolean hasBridge() {
    return Files.exists(Path.of("/sys/class/net/tmn" + number));
  }

  /// Removes the bridge unless a pod is on it.
  void removeUnused() {
    if (bridged().filter(PodNetwork.Bridged::isUnused).isPresent()) {
      remove();
    }
  }

  /// Undoes what [#prepare] made.
  void remove() {
    if (namespaces) {
      Processes.run(List.of("ip", "route", "del", "local", services(), "dev", "lo"));
      bridged().ifPresent(PodNetwork.Bridged::remove);
    }
  }

  /// Undoes what [#prepare] made, and releases the number.
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

  /// Returns one sentence for people on what separates pods from this host, and what the host's
  /// set-up lacks. `up` prints it; the README lists it by machine.
  ///
  /// @param kind the runtime, as [Runtimes#choose] returns it
  String describe(String kind) {
    return switch (kind) {
      case "simulated" -> "pods are only recorded: nothing of them runs on this host";
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
