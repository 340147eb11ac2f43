package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whose a folder is. Somebody may mistype `--data`, so only a folder that holds nothing of anybody
/// else's becomes a cluster's.
enum FolderOwner {
  /// A cluster lives in it, or did.
  CLUSTER,
  /// Nobody's: it is not there, or holds nothing that could be lost.
  NOBODY,
  /// Somebody else's, and not to be touched.
  SOMEBODY;

  /// What a cluster's folder has; a damaged one may lack some.
  static final List<String> FOLDERS = List.of("store", "nodes", "logs");

  /// A file without content, which a cluster's folder has from the first moment on.
  static final String LOCK = "lock";

  /// Whose a folder is, by what it holds.
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

  /// Whose the folder of a node is: a cluster's that has it below its own, or a node's that has
  /// taken it.
  static FolderOwner ofNode(Path home) {
    var nodes = home.resolve("..").normalize();
    if (nodes.endsWith("nodes") && of(nodes.resolve("..").normalize()) == CLUSTER
        || isEmptyFile(home.resolve(LOCK))) {
      return CLUSTER;
    }
    return Files.isDirectory(home) && !children(home).isEmpty() ? SOMEBODY : NOBODY;
  }

  /// Whether it is what a start that broke off leaves, or the folder of a chapter's stage.
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
