package timonier.kubelet.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import timonier.kit.loop.FileTree;
import timonier.kit.loop.MemoryFolder;
import timonier.kubelet.containers.TerminationMessages;
import timonier.kubelet.ports.VolumeSource;
import timonier.pods.Pod;
import timonier.pods.Quantity;
import timonier.pods.SecurityContext;
import timonier.pods.Volume;
import timonier.pods.objects.Json;
import timonier.pods.runtime.RuntimeFailure;

/// Volumes that are folders of the node: `emptyDir`, made for a pod and removed with it, and
/// `hostPath`, which exists before. The files of termination messages are next to the former.
public final class LocalVolumes implements VolumeSource, TerminationMessages {

  /// The folder of a pod's termination messages; volumes cannot have such a name.
  private static final String MESSAGES = ".termination-log";

  /// The mode bit of a folder whose group is given to new files in it.
  private static final int SET_GROUP = 02000;

  private final Path root;

  /// Keeps the folders of pods in a root folder.
  public LocalVolumes(Path root) {
    this.root = root;
  }

  @Override
  public Optional<String> mount(Pod pod, Volume volume) {
    try {
      if (volume.emptyDir().isPresent()) {
        return Optional.of(emptyDir(pod, volume.name(), volume.emptyDir().get()));
      }
      return volume.hostPath().isPresent()
          ? Optional.of(hostPath(volume.hostPath().get()))
          : Optional.empty();
    } catch (IOException e) {
      throw new RuntimeFailure("FailedMount", e.toString());
    }
  }

  /// Makes the folder of an `emptyDir`. One in memory is made again if it is gone: after a reboot
  /// only its empty place is left.
  private String emptyDir(Pod pod, String name, Json wanted) throws IOException {
    var folder = root.resolve(pod.metadata().uid()).resolve(name);
    var isNew = !Files.isDirectory(folder);
    Files.createDirectories(folder);
    if (isInMemory(wanted) && MemoryFolder.isPossible()) {
      isNew |= MemoryFolder.mount(folder, mostBytes(pod, wanted));
    }
    if (isNew) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      giveTo(pod, folder);
    }
    return folder.toString();
  }

  private static boolean isInMemory(Json emptyDir) {
    return emptyDir.at("/medium").tree().asText().equals("Memory");
  }

  /// The most bytes of a folder in memory: its own limit, and at most the memory of all of the
  /// pod's containers, if each has a limit. (Kubernetes, Volumes, emptyDir.)
  private static OptionalLong mostBytes(Pod pod, Json emptyDir) {
    var own = emptyDir.at("/sizeLimit");
    var sizeLimit =
        own.isMissing() ? OptionalLong.empty() : OptionalLong.of(Quantity.parse(text(own)).units());
    return LongStream.concat(sizeLimit.stream(), memoryLimit(pod).stream()).min();
  }

  private static String text(Json quantity) {
    return quantity.tree().asText();
  }

  private static OptionalLong memoryLimit(Pod pod) {
    var limits =
        pod.spec().containers().stream()
            .map(container ->
                container
                    .resources()
                    .flatMap(resources -> Quantity.of(resources.limits(), "memory")))
            .toList();
    return limits.stream().allMatch(Optional::isPresent)
        ? OptionalLong.of(limits.stream().mapToLong(limit -> limit.orElseThrow().units()).sum())
        : OptionalLong.empty();
  }

  @Override
  public List<String> unkept(Volume volume) {
    return volume.emptyDir().filter(LocalVolumes::isInMemory).isPresent()
            && !MemoryFolder.isPossible()
        ? List.of(
            "volume \"%s\" is on disk and has no limit: medium Memory needs root on Linux"
                .formatted(volume.name()))
        : List.of();
  }

  /// Makes new files in a folder belong to the group of a pod's volumes. Only root can do that.
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

  /// Checks each step by its real path, so that links that a container made in its volume cannot
  /// lead out of it. Makes missing folders, with the rights of the volume.
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

  /// Volume names cannot begin with a dot. Rewrites the same file, so running containers see the
  /// new text, too.
  @Override
  public Optional<String> file(Pod pod, String name, String text) {
    try {
      var file = root.resolve(pod.metadata().uid()).resolve("." + name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return Optional.of(file.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new RuntimeFailure("FailedMount", e.toString());
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
      MemoryFolder.unmountBelow(root.resolve(uid));
      FileTree.remove(root.resolve(uid));
    } catch (UncheckedIOException e) {
      throw new RuntimeFailure("FailedUnmount", String.valueOf(e.getCause()));
    }
  }
}
