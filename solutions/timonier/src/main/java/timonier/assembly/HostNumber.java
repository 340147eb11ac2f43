package timonier.assembly;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import timonier.pods.host.Processes;

/// A number of a cluster on this host, and its owner.
///
/// Each process of a running cluster holds its number: the server by a lock on a file, which other
/// clusters of this user see at once; server and nodes by a port that they share (`SO_REUSEPORT`)
/// and that other clusters, of whatever user, then cannot bind; pods by their supervisor and their
/// bridge. A file next to the lock names the data folder of the cluster that had the number last,
/// so that no other is given it while that folder needs it.
///
/// @param number from 0
/// @param shared the folder that all clusters of this user share
record HostNumber(int number, Path shared) {

  /// Above the addresses of nodes: there are at most 250 nodes.
  private static final int GUARD = 254;

  /// The port that nodes bind, too, so that a process that binds it uses these addresses.
  private static final int GUARD_PORT = 10250;

  /// Followed by the number: the name of the bridge for pods made of processes.
  static final String BRIDGE = "tmn";

  /// Followed by the number: the name of the bridge for an engine's containers.
  static final String ENGINE_BRIDGE = "tmd";

  /// Returns a number, as the clusters of this user share it.
  static HostNumber of(int number) {
    var user = System.getProperty("user.name");
    return new HostNumber(
        number, Path.of(System.getProperty("java.io.tmpdir"), "timonier-" + user));
  }

  /// The data folder of the cluster that had it last.
  Optional<Path> owner() {
    try {
      return Optional.of(Path.of(Files.readString(ownerFile()).strip()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Path ownerFile() {
    return shared.resolve("cluster-" + number + ".owner");
  }

  /// Whether a cluster may use it again: it had it last, or no cluster ever did.
  boolean isOf(Path folder) {
    return owner().map(folder::equals).orElse(true);
  }

  /// Whether a new cluster can take it without harm to others: no other cluster will want it again,
  /// and no bridge with these addresses was left behind.
  boolean isFreeFor(Path folder) {
    return !isWantedByOther(folder)
        && (isLastOf(folder) || !isLink(BRIDGE) && !isLink(ENGINE_BRIDGE));
  }

  /// Whether the folder of another cluster, which may not be running, says that it will want it
  /// again.
  private boolean isWantedByOther(Path folder) {
    return owner().filter(other -> !other.equals(folder)).filter(this::isNotedIn).isPresent();
  }

  private boolean isLastOf(Path folder) {
    return owner().filter(folder::equals).isPresent();
  }

  private boolean isNotedIn(Path folder) {
    try {
      return Files.readString(folder.resolve("range")).strip().equals(Integer.toString(number));
    } catch (IOException _) {
      return false;
    }
  }

  /// Claims it for a cluster's server.
  ///
  /// @return the claim, which lasts while it is referenced and this process runs; empty if another
  ///   cluster has the number
  Optional<List<Closeable>> claim(Path folder) {
    try {
      Files.createDirectories(shared);
      var file = lockFile();
      if (file.isEmpty()) {
        return Optional.empty();
      }
      var guard = isLastOf(folder) ? guard() : Optional.<ServerSocket>empty();
      if (guard.isEmpty() && !hasPodsOfOther(folder)) {
        guard = firstGuard(folder);
      }
      if (guard.isEmpty()) {
        file.get().close();
        return Optional.empty();
      }
      return Optional.of(List.of(file.get(), guard.get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Shares it with the server, for a node of the same cluster.
  ///
  /// @param folder the cluster's folder; empty if the node does not know it
  /// @return the claim; empty if another cluster has the number
  Optional<Closeable> join(Optional<Path> folder) {
    try {
      var guard = guard();
      if (guard.isPresent() && folder.filter(mine -> !isOf(mine)).isPresent()) {
        guard.get().close();
        return Optional.empty();
      }
      return guard.map(Closeable.class::cast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<FileChannel> lockFile() throws IOException {
    var channel =
        FileChannel.open(
            shared.resolve("cluster-" + number + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException _) {
      // another cluster in this process has it
    }
    channel.close();
    return Optional.empty();
  }

  /// Binds the guard, unless another cluster holds it. Records the new owner before others can
  /// share the guard, so that a node of the old owner that starts now sees that it is too late.
  private Optional<ServerSocket> firstGuard(Path folder) throws IOException {
    try (var alone = new ServerSocket()) {
      if (!bind(alone)) {
        return Optional.empty();
      }
      note(folder);
    }
    return guard();
  }

  /// Binds the guard, shared with this user's processes; empty if another user's cluster holds it.
  private Optional<ServerSocket> guard() throws IOException {
    var guard = new ServerSocket();
    if (guard.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      guard.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    if (bind(guard)) {
      return Optional.of(guard);
    }
    guard.close();
    return Optional.empty();
  }

  /// @return false if another process has the number's addresses
  private boolean bind(ServerSocket guard) throws IOException {
    try {
      guard.bind(new InetSocketAddress("127.1." + number + "." + GUARD, GUARD_PORT), 1);
      return true;
    } catch (BindException e) {
      return !String.valueOf(e.getMessage()).contains("in use");
    }
  }

  /// Whether another cluster's pods still run, or its bridge exists, though its server and nodes
  /// have ended.
  private boolean hasPodsOfOther(Path folder) {
    return owner()
        .filter(other -> !other.equals(folder) && Files.isDirectory(other))
        .filter(other -> hasBridge(other) || hasSupervisor(other))
        .isPresent();
  }

  /// Whether there is a bridge that a cluster of this user can have made. Bridges that root or an
  /// engine left for other users do not matter to a cluster whose pods have loopback addresses.
  private boolean hasBridge(Path other) {
    return System.getProperty("user.name").equals("root") && isLink(BRIDGE)
        || Files.exists(other.resolve(DockerCluster.MARK)) && isLink(ENGINE_BRIDGE);
  }

  private boolean isLink(String kind) {
    try {
      return NetworkInterface.getByName(kind + number) != null;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasSupervisor(Path folder) {
    var nodes = folder.resolve("nodes");
    if (!Files.isDirectory(nodes)) {
      return false;
    }
    try (var homes = Files.list(nodes)) {
      return homes
          .flatMap(home -> Processes.Id.read(home.resolve("runtime/supervisor/process")).stream())
          .anyMatch(Processes.Id::isAlive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(Path folder) throws IOException {
    var draft = ownerFile().resolveSibling(ownerFile().getFileName() + ".new");
    Files.writeString(draft, folder + "\n");
    Files.move(draft, ownerFile(), StandardCopyOption.REPLACE_EXISTING);
  }
}
