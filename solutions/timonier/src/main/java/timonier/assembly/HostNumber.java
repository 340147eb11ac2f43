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

/// One of the numbers that clusters have on this host, and who has it.
///
/// Everything of a cluster that runs holds its number: the server by a lock on a file, which tells
/// other clusters of this user at once; server and nodes by a port that they share
/// (`SO_REUSEPORT`), and that others, of whatever user, cannot have then; pods by their supervisor
/// and their bridge. A file beside the lock names the data folder of the cluster that had the
/// number last, so that nobody else is given it as long as that folder has need of it.
///
/// @param number from 0
/// @param shared the folder that all clusters of this user share
record HostNumber(int number, Path shared) {

  /// Beyond the addresses of nodes, of which there are at most 250.
  private static final int GUARD = 254;

  /// The port that nodes have, too: whoever has it there means these addresses.
  private static final int GUARD_PORT = 10250;

  /// With the number, the name of the bridge that pods made of processes have.
  static final String BRIDGE = "tmn";

  /// With the number, the name of the bridge that an engine's containers have.
  static final String ENGINE_BRIDGE = "tmd";

  /// A number, for clusters of this user.
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

  /// Whether a cluster may count it as its own: it had it last, or nobody did.
  boolean isOf(Path folder) {
    return owner().map(folder::equals).orElse(true);
  }

  /// Whether a new cluster may have it without anybody's loss: no other will want it again, and no
  /// bridge is there with these addresses that somebody, whoever it was, left.
  boolean isFreeFor(Path folder) {
    return !isWantedByOther(folder)
        && (isLastOf(folder) || !isLink(BRIDGE) && !isLink(ENGINE_BRIDGE));
  }

  /// Whether another cluster, which may not run now, will want it again: its folder says so.
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

  /// Takes it for a cluster's server.
  ///
  /// @return what holds it for as long as it is referred to and this process runs; empty if another
  ///   cluster has it
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

  /// Takes part in a number for a node of the cluster that has it.
  ///
  /// @param folder the cluster's folder; empty if the node does not know it
  /// @return what holds it; empty if another cluster has it
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
      // another cluster in this very process has it
    }
    channel.close();
    return Optional.empty();
  }

  /// The guard, where nothing of another cluster holds it. The new owner is noted before anybody
  /// else can share it, so that a node of the old one that comes now sees that it is too late.
  private Optional<ServerSocket> firstGuard(Path folder) throws IOException {
    try (var alone = new ServerSocket()) {
      if (!bind(alone)) {
        return Optional.empty();
      }
      note(folder);
    }
    return guard();
  }

  /// The guard, shared with whatever of this user holds it; empty if another user's cluster does.
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

  /// Whether pods of another cluster run, or its bridge is there, though neither its server nor its
  /// nodes are.
  private boolean hasPodsOfOther(Path folder) {
    return owner()
        .filter(other -> !other.equals(folder) && Files.isDirectory(other))
        .filter(other -> hasBridge(other) || hasSupervisor(other))
        .isPresent();
  }

  /// Whether a bridge is there that a cluster of this user can have made. What root or an engine
  /// left of other users' clusters is nothing to one whose pods have loopback addresses.
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
