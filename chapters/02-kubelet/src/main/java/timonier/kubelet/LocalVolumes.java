package timonier.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import timonier.pods.Pod;
import timonier.pods.RuntimeFailure;
import timonier.pods.Volume;
import timonier.pods.process.Processes;

/// Volumes that are folders of the node: `emptyDir`, made for a pod and gone with it, and
/// `hostPath`, which was there before. The files of last messages are beside the former.
public final class LocalVolumes implements VolumeSource, TerminationMessages {

  /// Where a pod's last messages are; no volume has such a name.
  private static final String MESSAGES = ".termination-log";

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

  private Path path(Run run) {
    return root.resolve(run.uid()).resolve(MESSAGES).resolve(run.container() + "-" + run.attempt());
  }

  @Override
  public Optional<String> file(Run run) {
    try {
      var file = path(run);
      Files.createDirectories(file.getParent());
      if (!Files.exists(file)) {
        Files.createFile(file);
        file.toFile().setWritable(true, false);
      }
      return Optional.of(file.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new RuntimeFailure("CreateContainerError", e.toString());
    }
  }

  @Override
  public String read(Run run, int limit) {
    try (var in = Files.newInputStream(path(run))) {
      return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      return "Error on reading termination log %s: %s".formatted(path(run), e);
    }
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
