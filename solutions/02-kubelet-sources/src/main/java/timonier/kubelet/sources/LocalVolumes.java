package timonier.kubelet.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import timonier.kit.loop.FileTree;
import timonier.kubelet.VolumeSource;
import timonier.kubelet.containers.TerminationMessages;
import timonier.pods.Pod;
import timonier.pods.RuntimeFailure;
import timonier.pods.SecurityContext;
import timonier.pods.Volume;

/// Volumes that are folders of the node: `emptyDir`, made for a pod and gone with it, and
/// `hostPath`, which was there before. The files of last messages are beside the former.
public final class LocalVolumes implements VolumeSource, TerminationMessages {

  /// Where a pod's last messages are; no volume has such a name.
  private static final String MESSAGES = ".termination-log";

  /// Of a folder: what is made in it gets its group.
  private static final int SET_GROUP = 02000;

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
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(folder);
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
          giveTo(pod, folder);
        }
        return Optional.of(folder.toString());
      }
      return volume.hostPath().isPresent()
          ? Optional.of(hostPath(volume.hostPath().get()))
          : Optional.empty();
    } catch (IOException e) {
      throw new RuntimeFailure("FailedMount", e.toString());
    }
  }

  /// Lets what is made in a folder belong to the group of a pod's volumes. Only root can do that.
  private static void giveTo(Pod pod, Path folder) throws IOException {
    var group = pod.spec().securityContext().flatMap(SecurityContext::fsGroup);
    if (group.isPresent() && (int) Files.getAttribute(folder, "unix:uid") == 0) {
      Files.setAttribute(folder, "unix:gid", group.get().intValue());
      Files.setAttribute(folder, "unix:mode", SET_GROUP | 0777);
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

  /// Each step is looked at by its real path: what a container put into its volume cannot lead out
  /// of it. Folders that are missing are made; who may use the volume may use them.
  @Override
  public String part(String folder, String subPath) {
    try {
      var volume = Path.of(folder).toRealPath();
      var found = volume;
      for (var name : Path.of(subPath).normalize()) {
        var next = found.resolve(name);
        if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(next);
          Files.setAttribute(next, "unix:mode", Files.getAttribute(volume, "unix:mode"));
        }
        found = next.toRealPath();
        if (!found.startsWith(volume)) {
          throw new IOException("it leads out of the volume, to " + found);
        }
      }
      return found.toString();
    } catch (IOException e) {
      throw new RuntimeFailure(
          "CreateContainerConfigError",
          "failed to prepare subPath \"%s\" of a volume: %s".formatted(subPath, e.getMessage()));
    }
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
      FileTree.remove(root.resolve(uid));
    } catch (UncheckedIOException e) {
      throw new RuntimeFailure("FailedUnmount", String.valueOf(e.getCause()));
    }
  }
}
