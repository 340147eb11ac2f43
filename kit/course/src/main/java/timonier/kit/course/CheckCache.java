package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// An ahead-of-time cache with which the JVMs of checks start fast. It holds the libraries and the
/// engine itself, never a learner's classes.
///
/// Its folder is named by a hash of the files that it was made of. So it is either right or
/// missing, and a missing one only costs time.
///
/// @param home the folder of such folders
/// @param libraries the jars that come first on the class path
/// @param engine the class folders or jars of the engine
record CheckCache(Path home, List<Path> libraries, List<Path> engine) {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PREFIX = "checks-";
  private static final String DRAFT = "draft-checks-";

  /// A cache that was made.
  ///
  /// @param jar the engine's classes, which come after the libraries
  /// @param archive the JVM's cache file
  record Made(Path jar, Path archive) {
    private static Made in(Path folder) {
      return new Made(folder.resolve("engine.jar"), folder.resolve("checks.aot"));
    }
  }

  /// The cache of these files; empty if it was not made yet.
  Optional<Made> made() {
    var made = Made.in(folder());
    return Files.exists(made.archive()) ? Optional.of(made) : Optional.empty();
  }

  /// Makes it, if it is missing, by running checks of its own.
  ///
  /// @throws InterruptedException if it was cancelled
  void make() throws InterruptedException {
    if (made().isPresent()) {
      return;
    }
    var draft = home.resolve(DRAFT + ProcessHandle.current().pid());
    try {
      removeOthers();
      Files.createDirectories(draft);
      var made = Made.in(draft);
      LocalRepository.writeJar(engine, made.jar());
      publish(draft);
      rehearse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      FileTree.delete(draft);
    }
  }

  /// Runs checks with the jar in its final place, since a cache depends on the paths of its files.
  private void rehearse() throws InterruptedException, IOException {
    var made = Made.in(folder());
    var draft = folder().resolve(UUID.randomUUID() + ".aot");
    var classPath = new ArrayList<>(libraries);
    classPath.add(made.jar());
    try {
      new CheckJvm(folder().resolve("rehearsal"), List.of("-XX:AOTCacheOutput=" + draft), LIMIT)
          .run(classPath, List.of(CheckRehearsal.class.getName()));
      if (Files.exists(draft)) {
        Files.move(draft, made.archive(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Renames a draft to its final name, unless another process was faster.
  private void publish(Path draft) throws IOException {
    try {
      Files.move(draft, folder());
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
      // the other process made the same
    }
  }

  private void removeOthers() throws IOException {
    if (!Files.isDirectory(home)) {
      return;
    }
    try (Stream<Path> folders = Files.list(home)) {
      folders
          .filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
          .filter(folder -> !folder.equals(folder()))
          .forEach(FileTree::delete);
    }
  }

  private Path folder() {
    var files = new StringBuilder(System.getProperty("java.vm.version"));
    Stream.concat(libraries.stream(), engine.stream())
        .forEach(entry -> {
          files.append('\n').append(entry);
          FileTree.attributes(entry)
              .forEach((file, found) ->
                  files.append(found.size()).append(found.lastModifiedTime().toMillis()));
        });
    var bytes = files.toString().getBytes(StandardCharsets.UTF_8);
    return home.resolve(PREFIX + UUID.nameUUIDFromBytes(bytes));
  }
}
