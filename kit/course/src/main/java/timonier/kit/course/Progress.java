package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A learner's progress, in one plain text file that they can read, copy and keep under version
/// control.
///
/// A line is `done ID DATE`, `hint ID TIER` or `adopted ID DATE`; lines of other words are kept as
/// they are, so that a newer engine's file survives an older engine.
final class Progress {

  /// The name of the file, in the course's folder.
  static final String FILE = "progress.txt";

  private static final String HEAD = "# What you have done; schema 1. A line an exercise.";

  private final Path file;
  private final Map<String, String> lines = new TreeMap<>();

  private Progress(Path file) {
    this.file = file;
  }

  /// Reads the progress in a file; none if there is no file.
  ///
  /// @throws CourseFailure if the file was not written by this engine
  static Progress of(Path file) {
    var progress = new Progress(file);
    if (Files.exists(file)) {
      try {
        for (var line : Files.readAllLines(file)) {
          progress.read(line.strip());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return progress;
  }

  private void read(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    var words = line.split("\\s+", 3);
    if (words.length < 3) {
      throw new CourseFailure(
          "%s has a line that says nothing: '%s'. Remove it; 'progress --recheck' finds again what"
                  .formatted(file, line)
              + " is done.");
    }
    lines.put(words[0] + " " + words[1], words[2]);
  }

  boolean isDone(String id) {
    return lines.containsKey("done " + id);
  }

  /// The day on which an exercise was done.
  Optional<String> day(String id) {
    return Optional.ofNullable(lines.get("done " + id));
  }

  boolean isAdopted(String id) {
    return lines.containsKey("adopted " + id);
  }

  /// How many tiers of hints were shown.
  int hints(String id) {
    var shown = lines.get("hint " + id);
    return shown == null || !shown.matches("\\d") ? 0 : Integer.parseInt(shown);
  }

  /// Records that an exercise is done; keeps the first day.
  Progress done(String id, LocalDate day) {
    lines.putIfAbsent("done " + id, day.toString());
    return this;
  }

  /// Records that an exercise is not done, or no longer.
  Progress undone(String id) {
    lines.remove("done " + id);
    lines.remove("adopted " + id);
    return this;
  }

  Progress adopted(String id, LocalDate day) {
    lines.put("adopted " + id, day.toString());
    return this;
  }

  Progress hinted(String id, int tier) {
    lines.put("hint " + id, Integer.toString(Math.max(tier, hints(id))));
    return this;
  }

  /// The file's text.
  String text() {
    var text = new StringBuilder(HEAD).append('\n');
    lines.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    return text.toString();
  }

  /// Writes the file, whole or not at all.
  void save() {
    try {
      var draft = file.resolveSibling(FILE + ".new");
      Files.writeString(draft, text());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
