package timonier.kit.course;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import timonier.kit.course.Course.Chapter;

/// The exercises of a chapter that an author's check found right in their present form. The next
/// check looks only at what changed.
///
/// A text file in the chapter's folder, with a line for each exercise: a hash of all that it is
/// made of.
final class ProvedExercises {

  private final Course course;
  private final Chapter chapter;
  private final Path file;
  private final Map<String, String> fingerprints = new TreeMap<>();

  private ProvedExercises(Course course, Chapter chapter) {
    this.course = course;
    this.chapter = chapter;
    this.file = chapter.folder().resolve("coaching/proved.txt");
  }

  static ProvedExercises of(Course course, Chapter chapter) {
    var proved = new ProvedExercises(course, chapter);
    if (Files.exists(proved.file)) {
      FileTree.read(proved.file)
          .lines()
          .map(line -> line.split(" "))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> proved.fingerprints.put(parts[0], parts[1]));
    }
    return proved;
  }

  boolean contains(String id) {
    return fingerprint(id).equals(fingerprints.get(id));
  }

  /// Records the outcome of a check at once, so that an interrupted run keeps its results.
  void note(String id, boolean right) {
    if (right) {
      fingerprints.put(id, fingerprint(id));
    } else {
      fingerprints.remove(id);
    }
    FileTree.write(
        file,
        fingerprints.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /// A hash of the sources up to this chapter's, the checks of the exercise and its coaching.
  private String fingerprint(String id) {
    var digest = sha256();
    for (var module : course.chapters()) {
      add(digest, module.solution().resolve("src/main"));
      if (module.equals(chapter)) {
        break;
      }
    }
    add(digest, chapter.solution().resolve("src/test"));
    add(digest, chapter.folder().resolve("coaching").resolve(id));
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void add(MessageDigest digest, Path folder) {
    FileTree.texts(folder, "")
        .forEach((file, text) -> {
          var name = folder.relativize(file).toString().replace('\\', '/');
          digest.update("%s %d\n".formatted(name, text.length()).getBytes(StandardCharsets.UTF_8));
          digest.update(text.getBytes(StandardCharsets.UTF_8));
        });
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
