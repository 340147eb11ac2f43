package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Keeps a learner's files as they were before the engine changed them, so that each change can be
/// undone, the last first.
final class Backups {

  private final Path folder;

  Backups(Path folder) {
    this.folder = folder;
  }

  /// Changes files, and keeps their old texts.
  ///
  /// @param what the change, in a few words
  /// @param texts the new texts, by file
  void change(String what, Map<Path, String> texts) {
    try {
      var backup = folder.resolve("%04d".formatted(next()));
      var draft = folder.resolve("draft");
      FileTree.delete(draft);
      Files.createDirectories(draft);
      var names = new ArrayList<String>();
      names.add(what);
      for (var file : texts.keySet()) {
        if (Files.exists(file)) {
          Files.copy(file, draft.resolve(Integer.toString(names.size())));
        }
        names.add(file.toAbsolutePath().toString());
      }
      Files.write(draft.resolve("names"), names);
      Files.move(draft, backup);
      for (var change : texts.entrySet()) {
        FileTree.write(change.getKey(), change.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Undoes the last change.
  ///
  /// @return the change, in a few words
  /// @throws CourseFailure if there is none
  String undo() {
    var backup =
        all().stream()
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> new CourseFailure("There is nothing to undo."));
    try {
      var names = Files.readAllLines(backup.resolve("names"));
      for (var number = 1; number < names.size(); number++) {
        var file = Path.of(names.get(number));
        var kept = backup.resolve(Integer.toString(number));
        if (Files.exists(kept)) {
          FileTree.write(file, FileTree.read(kept));
        } else {
          Files.deleteIfExists(file);
        }
      }
      FileTree.delete(backup);
      return names.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int next() {
    return all().stream()
            .mapToInt(backup -> Integer.parseInt(backup.getFileName().toString()))
            .max()
            .orElse(0)
        + 1;
  }

  private List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var list = Files.list(folder)) {
      return list.filter(path -> path.getFileName().toString().matches("\\d{4,}")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
