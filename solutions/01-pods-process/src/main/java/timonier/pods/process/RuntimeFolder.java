package timonier.pods.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import timonier.kit.loop.FileTree;
import timonier.pods.host.ControlGroup;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.Limits;

/// The records of a [ProcessRuntime]: `sandboxes/ID/sandbox.json`, and
/// `containers/ID/container.json` next to the files of a [ContainerFolder]. An edge class.
///
/// @param path the runtime's folder
record RuntimeFolder(Path path) {

  /// The record of a sandbox.
  ///
  /// @param id its id
  /// @param config its configuration
  /// @param running false once it was stopped
  /// @param address the pod's address
  /// @param number the pod's number on this node
  /// @param createdAt when it was made, in milliseconds since 1970
  record KeptSandbox(
      String id,
      Sandbox.Config config,
      boolean running,
      String address,
      int number,
      long createdAt) {

    Sandbox sandbox() {
      return new Sandbox(
          id, config, running, running ? address : "", Instant.ofEpochMilli(createdAt));
    }

    KeptSandbox stopped() {
      return new KeptSandbox(id, config, false, "", number, createdAt);
    }
  }

  /// The record of a container.
  ///
  /// @param id its id
  /// @param sandboxId the id of its sandbox
  /// @param config its configuration
  /// @param command the program and its arguments
  /// @param createdAt when it was made, in milliseconds since 1970
  record KeptContainer(
      String id, String sandboxId, ContainerConfig config, List<String> command, long createdAt) {

    KeptContainer withLimits(Limits changed) {
      return new KeptContainer(id, sandboxId, changed.of(config), command, createdAt);
    }
  }

  /// Makes the folders.
  void prepare() {
    attempt(() -> Files.createDirectories(path.resolve("sandboxes")));
    attempt(() -> Files.createDirectories(path.resolve("containers")));
  }

  private Path sandboxFolder(String id) {
    return path.resolve("sandboxes").resolve(id);
  }

  /// The folder of a container.
  ContainerFolder container(String id) {
    return new ContainerFolder(path.resolve("containers").resolve(id));
  }

  synchronized void keep(KeptSandbox sandbox) {
    write(sandboxFolder(sandbox.id()).resolve("sandbox.json"), sandbox);
  }

  /// Records that a sandbox was stopped; one that was removed meanwhile stays removed.
  synchronized void keepStopped(String id) {
    findSandbox(id).ifPresent(kept -> keep(kept.stopped()));
  }

  synchronized void keep(KeptContainer container) {
    write(container(container.id()).path().resolve("container.json"), container);
  }

  private static void write(Path file, Object value) {
    attempt(() -> {
      Files.createDirectories(file.getParent());
      var draft = file.resolveSibling(file.getFileName() + ".new");
      Files.write(draft, JsonFormat.bytes(value));
      return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    });
  }

  Optional<KeptSandbox> findSandbox(String id) {
    return read(sandboxFolder(id).resolve("sandbox.json"), KeptSandbox.class);
  }

  Optional<KeptContainer> findContainer(String id) {
    return read(container(id).path().resolve("container.json"), KeptContainer.class);
  }

  List<KeptSandbox> sandboxes() {
    return readAll("sandboxes", "sandbox.json", KeptSandbox.class);
  }

  List<KeptContainer> containers() {
    return readAll("containers", "container.json", KeptContainer.class);
  }

  private static <T> Optional<T> read(Path file, Class<T> type) {
    try {
      return Optional.of(JsonFormat.read(JsonFormat.parse(Files.readAllBytes(file)), type));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> List<T> readAll(String below, String file, Class<T> type) {
    return attempt(() -> {
      try (var children = Files.list(path.resolve(below))) {
        return children.flatMap(child -> read(child.resolve(file), type).stream()).toList();
      }
    });
  }

  synchronized void removeSandbox(String id) {
    FileTree.remove(sandboxFolder(id));
  }

  /// Removes a container's folder, and its control group, which a killed supervisor may have left.
  void removeContainer(String id) {
    attempt(() -> {
      new ControlGroup(id).remove();
      return id;
    });
    FileTree.remove(container(id).path());
  }

  /// The folder below which mounts of a container appear as links.
  LinkedFolder linked(String container) {
    return new LinkedFolder(container(container).work());
  }

  /// The path on the node of a path in a container; one that would lead out of the container stays
  /// at its root.
  Path inside(String container, String path) {
    var work = container(container).work();
    var found = work.resolve(path.replaceFirst("^/+", "")).normalize();
    return found.startsWith(work) ? found : work;
  }

  /// An action that may fail.
  private interface Attempt<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
