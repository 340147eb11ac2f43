package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import timonier.client.HttpTransport;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;

/// The folder in which one cluster lives: its port, certificates, store, credentials and processes.
///
/// ```
/// port            the port of the API server, chosen once
/// ca.crt ca.key   the certificate authority
/// kubeconfig      for kubectl and other clients, with the token of an administrator
/// admin.token     for clients that take a bearer token
/// store/          what the cluster knows
/// nodes/NAME/     a node's credentials, containers and `process`: its id and moment of start
/// server          the server's process
/// logs/           what server and nodes say
/// ```
///
/// Folder and secrets are readable by their owner only. A file with a token holds nothing else, not
/// even the end of a line: many clients send what they read as it is.
record DataFolder(Path path) {

  private static final String PRIVATE_FILE = "rw-------";

  /// Opens a folder, and creates it if it is missing.
  ///
  /// @throws CommandFailure if that is impossible, or the folder is somebody else's
  static DataFolder open(Path path) {
    var folder = new DataFolder(path.toAbsolutePath().normalize());
    try {
      if (FolderOwner.of(folder.path) == FolderOwner.SOMEBODY) {
        throw somebodys(folder.path);
      }
      Files.createDirectories(folder.path);
      Files.setPosixFilePermissions(folder.path, PosixFilePermissions.fromString("rwx------"));
      if (!Files.exists(folder.file(FolderOwner.LOCK))) {
        Files.createFile(folder.file(FolderOwner.LOCK));
      }
      for (var sub : FolderOwner.FOLDERS) {
        Files.createDirectories(folder.path.resolve(sub));
      }
      return folder;
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure(
          "The data folder %s cannot be used: %s. Choose another with --data."
              .formatted(folder.path, e),
          e);
    }
  }

  /// Opens the folder of a cluster, changing nothing in it.
  ///
  /// @throws CommandFailure if it is not the folder of a cluster
  static DataFolder existing(Path path) {
    if (FolderOwner.of(path) != FolderOwner.CLUSTER) {
      throw new CommandFailure(
          "There is no cluster in %s: start one with ./timonier up.".formatted(path));
    }
    return new DataFolder(path.toAbsolutePath().normalize());
  }

  /// Makes the folder of a node, if it is missing.
  ///
  /// @throws CommandFailure if the folder is somebody else's
  static Path nodeHome(Path path) throws IOException {
    var home = path.toAbsolutePath().normalize();
    if (FolderOwner.ofNode(home) == FolderOwner.SOMEBODY) {
      throw somebodys(home);
    }
    Files.createDirectories(home);
    if (!Files.exists(home.resolve(FolderOwner.LOCK))) {
      Files.createFile(home.resolve(FolderOwner.LOCK));
    }
    return home;
  }

  private static CommandFailure somebodys(Path folder) {
    return new CommandFailure(
        ("The folder %s holds other things than a cluster, and was left as it is. Choose an"
                + " empty or a new one with --data.")
            .formatted(folder));
  }

  /// Connects to the cluster's API server as its administrator.
  ///
  /// @throws CommandFailure if no server ever ran in the folder
  HttpTransport transport() {
    var port = keptPort();
    if (port.isEmpty() || read("ca.crt").isEmpty()) {
      throw new CommandFailure("There was never a cluster in " + path + ".");
    }
    var authority = require("ca.crt", "a certificate", Pem::certificate);
    var token = read("admin.token").map(String::strip);
    return new HttpTransport(
        URI.create("https://127.0.0.1:" + port.get()),
        token,
        Tls.context(Optional.empty(), authority));
  }

  Path file(String name) {
    return path.resolve(name);
  }

  Path node(String name) {
    return path.resolve("nodes").resolve(name);
  }

  /// The names of the nodes that this folder has started, sorted.
  List<String> nodes() {
    try (Stream<Path> children = Files.list(path.resolve("nodes"))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a node has a certificate that this cluster's authority signed.
  boolean hasNodeCertificates() {
    return nodes().stream().anyMatch(name -> Files.exists(IdentityFile.client(node(name))));
  }

  Optional<String> read(String name) {
    try {
      return Files.exists(file(name))
          ? Optional.of(Files.readString(file(name)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file that only its owner may read, whole or not at all.
  void writeSecret(String name, String content) {
    writeSecret(file(name), content);
  }

  static void writeSecret(Path target, String content) {
    var draft = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FILE)));
      Files.writeString(draft, content);
      Files.move(draft, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a file, if it exists.
  void remove(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The number that the cluster has on this host; empty if it never ran.
  ///
  /// @throws CommandFailure if the file does not hold one
  Optional<Integer> number() {
    return number("range", HostRange.CLUSTERS - 1, "Put back the number that it had");
  }

  /// Returns the one number in a file.
  ///
  /// @param most the largest valid number
  /// @param advice what to do if it holds none
  private Optional<Integer> number(String name, int most, String advice) {
    var text = read(name).map(String::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var number = Integer.parseInt(text.get());
      if (number >= 0 && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException _) {
      // refused below, like a number that is too large
    }
    throw new CommandFailure(
        "The file %s should hold a number up to %d. %s, or remove %s to begin anew."
            .formatted(file(name), most, advice, path));
  }

  private Optional<Integer> keptPort() {
    return number("port", 65_535, "Remove the file to have another port chosen");
  }

  /// Reads one of its files.
  ///
  /// @param what it should hold
  /// @throws CommandFailure if it is not there, or holds something else
  <T> T require(String name, String what, Function<String, T> reading) {
    try {
      return reading.apply(read(name).orElseThrow(() -> new IllegalArgumentException("missing")));
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(
          "The file %s does not hold %s: put it back from a copy, or remove %s to begin anew."
              .formatted(file(name), what, path),
          wrong);
    }
  }

  /// Returns the port of this cluster's API server, and keeps it for later starts: the wanted one,
  /// else the one it had before, else a free one.
  ///
  /// @param wanted the port that was asked for; 0 for none
  int port(int wanted) {
    var port = wanted != 0 ? wanted : keptPort().orElseGet(DataFolder::freePort);
    writeSecret("port", port + "\n");
    return port;
  }

  private static int freePort() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Locks the folder for one server. The lock ends with the process, however that ends.
  ///
  /// @throws CommandFailure if another server holds it
  FileLock lock() {
    return tryLock()
        .orElseThrow(() ->
            new CommandFailure(
                ("A cluster already runs in %s. Stop it with './timonier down --data %s', or"
                        + " start another with --data.")
                    .formatted(path, path)));
  }

  /// Locks the folder; empty if a server holds the lock.
  Optional<FileLock> tryLock() {
    try {
      var channel =
          FileChannel.open(
              file(FolderOwner.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
}
