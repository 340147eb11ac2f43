package timonier.pods.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.RuntimeFailure;

/// The starting folder of a container without its own view of files: mounts appear below it as
/// links.
///
/// A link cannot do all that a mount can; the rest is refused. Only links and empty folders that
/// are really below this one are ever deleted: a folder of the host behind an earlier mount stays
/// as it is.
///
/// @param path the folder
record LinkedFolder(Path path) {

  /// Shows a folder of the node.
  ///
  /// @throws RuntimeFailure with reason `CreateContainerError` if a link cannot show it
  void mount(Mount mount) {
    if (mount.readOnly()) {
      throw refusal(mount, "a mount that may only be read needs root on Linux");
    }
    var link = path.resolve(mount.containerPath().replaceFirst("^/+", "")).normalize();
    if (!link.startsWith(path) || link.equals(path)) {
      throw refusal(mount, "without root on Linux only folders below / can be mounted");
    }
    try {
      makeParent(link, mount);
      clear(link, mount);
      Files.createSymbolicLink(link, Path.of(mount.hostPath()));
    } catch (IOException e) {
      throw refusal(mount, e.toString());
    }
  }

  private void makeParent(Path link, Mount mount) throws IOException {
    var parent = Files.createDirectories(path);
    for (var name : path.relativize(link.getParent())) {
      parent = parent.resolve(name);
      if (Files.isSymbolicLink(parent)) {
        throw refusal(mount, "without root on Linux nothing can be mounted inside another mount");
      }
      if (!name.toString().isEmpty() && !Files.isDirectory(parent)) {
        Files.createDirectory(parent);
      }
    }
    if (!parent.toRealPath().startsWith(path.toRealPath())) {
      throw refusal(mount, "its place is outside of the container");
    }
  }

  /// Makes room for a link. A folder is deleted only if it is empty, so nothing is lost.
  private static void clear(Path link, Mount mount) throws IOException {
    if (Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)) {
      throw refusal(mount, "there is a file in its place");
    }
    Files.deleteIfExists(link);
  }

  private static RuntimeFailure refusal(Mount mount, String why) {
    return new RuntimeFailure(
        "CreateContainerError",
        "%s cannot be mounted at %s: %s".formatted(mount.hostPath(), mount.containerPath(), why));
  }
}
