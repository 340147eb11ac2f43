package timonier.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import timonier.pods.Pod;
import timonier.pods.RuntimeFailure;
import timonier.pods.Volume;
import timonier.pods.process.Processes;

/// Volumes that are folders of the node: `emptyDir`, made for a pod and gone with it, and
/// `hostPath`, which was there before.
public final class LocalVolumes implements VolumeSource {

  private final Path root;

  /// Keeps the pods' own folders in a folder.
  public LocalVolumes(Path root) {
    this.root = root;
  }

  @Override
  public Optional<String> mount(Pod pod, Volume volume) {
    try {
      if (volume.emptyDir().isPresent()) {
        var folder = root.resolve(pod.metadata().uid()).resolve(volume.name());
        Files.createDirectories(folder);
        return Optional.of(folder.toString());
      }
      return volume.hostPath().isPresent()
          ? Optional.of(hostPath(volume.hostPath().get()))
          : Optional.empty();
    } catch (IOException e) {
      throw new RuntimeFailure("FailedMount", e.toString());
    }
  }

  private static String hostPath(Volume.HostPath wanted) throws IOException {
    var path = Path.of(wanted.path());
    var fits =
        switch (wanted.type()) {
          case "DirectoryOrCreate" -> Files.isDirectory(Files.createDirectories(path));
          case "FileOrCreate" -> Files.isRegularFile(path) || created(path);
          case "Directory" -> Files.isDirectory(path);
          case "File" -> Files.isRegularFile(path);
          default -> true;
        };
    if (!fits) {
      throw new RuntimeFailure(
          "FailedMount",
          "hostPath type check failed: %s is not a %s".formatted(path, wanted.type()));
    }
    return path.toString();
  }

  private static boolean created(Path path) throws IOException {
    return Files.isRegularFile(Files.createFile(path));
  }

  @Override
  public void unmount(String uid) {
    try {
      Processes.removeTree(root.resolve(uid));
    } catch (UncheckedIOException e) {
      throw new RuntimeFailure("FailedUnmount", String.valueOf(e.getCause()));
    }
  }
}
