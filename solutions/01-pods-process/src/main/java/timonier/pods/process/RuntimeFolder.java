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
import timonier.pods.ContainerRuntime.ContainerConfig;
import timonier.pods.ContainerRuntime.Sandbox;
import timonier.pods.JsonFormat;
import timonier.pods.Limits;
import timonier.pods.host.ControlGroup;

/// What a [ProcessRuntime] keeps: `sandboxes/ID/sandbox.json`, and `containers/ID/container.json`
/// beside what a [ContainerFolder] holds. An edge class.
///
/// @param path the runtime's folder
record RuntimeFolder(Path path) {

  /// What is kept of a sandbox.
  ///
  /// @param id its id
  /// @param config what was asked for
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

  /// What is kept of a container.
  ///
  /// @param id its id
  /// @param sandboxId whose it is
  /// @param config what was asked for
  /// @param command what is run
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

  /// Notes that a sandbox was stopped; one that others removed meanwhile stays removed.
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

  /// Forgets a container, and the control group that a supervisor which was killed left of it.
  void removeContainer(String id) {
    attempt(() -> {
      new ControlGroup(id).remove();
      return id;
    });
    FileTree.remove(container(id).path());
  }

  /// Shows a folder of the node below a container's own folder.
  LinkedFolder linked(String container) {
    return new LinkedFolder(container(container).work());
  }

  /// Where a path of a container is on the node; a path that leads out of the container leads to
  /// its beginning.
  Path inside(String container, String path) {
    var work = container(container).work();
    var found = work.resolve(path.replaceFirst("^/+", "")).normalize();
    return found.startsWith(work) ? found : work;
  }

  /// Something that may fail.
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
