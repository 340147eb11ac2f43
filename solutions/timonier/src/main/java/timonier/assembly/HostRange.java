package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
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
/// @param claim holds the number; a lock that nobody refers to any more is given back
record HostRange(int number, boolean namespaces, Optional<FileLock> claim) {

  private static final int CLUSTERS = 60;

  /// Claims a number.
  ///
  /// @param before the number that the cluster had before, if it is free still
  static HostRange claim(Optional<Integer> before) {
    var namespaces = canHaveNamespaces();
    var folder =
        Path.of(
            System.getProperty("java.io.tmpdir"), "timonier-" + System.getProperty("user.name"));
    var again = before.flatMap(number -> lock(folder, number));
    if (again.isPresent()) {
      return new HostRange(before.orElseThrow(), namespaces, again);
    }
    for (var number = 0; number < CLUSTERS; number++) {
      var lock = isFree(number) ? lock(folder, number) : Optional.<FileLock>empty();
      if (lock.isPresent()) {
        return new HostRange(number, namespaces, lock);
      }
    }
    throw new CommandFailure("%d clusters run on this host already.".formatted(CLUSTERS));
  }

  /// The addresses of a number that another process of this cluster has claimed.
  static HostRange of(int number) {
    return new HostRange(number, canHaveNamespaces(), Optional.empty());
  }

  private static boolean canHaveNamespaces() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("user.name").equals("root")
        && Processes.run(List.of("ip", "netns", "list")) == 0;
  }

  /// Whether no node of another user's cluster listens there: each user has lock files of his own.
  private static boolean isFree(int number) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(nodeAddress(number, 1), NodeCommand.SECURE_PORT));
      return true;
    } catch (BindException e) {
      return !String.valueOf(e.getMessage()).contains("in use");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes a number; it is held until this process ends, or nobody refers to the lock any more.
  private static Optional<FileLock> lock(Path folder, int number) {
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              folder.resolve("cluster-" + number + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      var lock = Optional.ofNullable(channel.tryLock());
      if (lock.isEmpty()) {
        channel.close();
      }
      return lock;
    } catch (OverlappingFileLockException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String services() {
    return (namespaces ? "10." + (32 + number) : "127." + (64 + number)) + ".0.0/16";
  }

  String nodeAddress(int node) {
    return nodeAddress(number, node);
  }

  private static String nodeAddress(int number, int node) {
    return "127.1." + number + "." + node;
  }

  /// The network of one node's pods.
  PodNetwork pods(int node) {
    if (!namespaces) {
      return new PodNetwork.Loopback("127." + (128 + number) + "." + node);
    }
    var prefix = "10." + (132 + number) + ".";
    return new PodNetwork.Namespaces("tmn" + number, prefix + "0.1", prefix + node);
  }

  /// Makes the services' addresses the host's own, and the pods' bridge.
  void prepare() {
    if (namespaces && pods(1) instanceof PodNetwork.Namespaces network) {
      network.prepare();
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

  /// What this host's set-up lacks, for people.
  String describe() {
    return namespaces
        ? "pods have network namespaces of their own"
        : "pods have loopback addresses (POD_IP); run as root on Linux with iproute2 for network"
            + " namespaces";
  }
}
