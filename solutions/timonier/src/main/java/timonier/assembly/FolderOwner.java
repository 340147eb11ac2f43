package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The owner of a folder. Somebody may mistype `--data`, so only a folder that holds nothing of
/// anybody else's becomes a cluster's.
enum FolderOwner {
  /// A cluster lives in it, or did.
  CLUSTER,
  /// It does not exist, or holds nothing that could be lost.
  NOBODY,
  /// It is somebody else's, and must not be touched.
  SOMEBODY;

  /// The folders in a cluster's folder; a damaged one may lack some.
  static final List<String> FOLDERS = List.of("store", "nodes", "logs");

  /// An empty file, which a cluster's folder has from the first moment.
  static final String LOCK = "lock";

  /// Finds the owner of a folder by its content.
  static FolderOwner of(Path folder) {
    if (!Files.exists(folder)) {
      return NOBODY;
    }
    if (!Files.isDirectory(folder)) {
      return SOMEBODY;
    }
    if (isEmptyFile(folder.resolve(LOCK))
        && FOLDERS.stream().map(folder::resolve).anyMatch(Files::isDirectory)) {
      return CLUSTER;
    }
    return children(folder).stream().allMatch(FolderOwner::isNothing) ? NOBODY : SOMEBODY;
  }

  /// Finds the owner of a node's folder: a cluster, if it lies below the cluster's folder, or a
  /// node that has taken it.
  static FolderOwner ofNode(Path home) {
    var nodes = home.resolve("..").normalize();
    if (nodes.endsWith("nodes") && of(nodes.resolve("..").normalize()) == CLUSTER
        || isEmptyFile(home.resolve(LOCK))) {
      return CLUSTER;
    }
    return Files.isDirectory(home) && !children(home).isEmpty() ? SOMEBODY : NOBODY;
  }

  /// Whether an interrupted start left it, or it is the folder of a chapter's stage.
  private static boolean isNothing(Path child) {
    var name = child.getFileName().toString();
    if (name.equals(LOCK)) {
      return isEmptyFile(child);
    }
    return Files.isDirectory(child)
        && (FOLDERS.contains(name) ? children(child).isEmpty() : of(child) == CLUSTER);
  }

  private static boolean isEmptyFile(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> children(Path folder) {
    try (var children = Files.list(folder)) {
      return children.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
