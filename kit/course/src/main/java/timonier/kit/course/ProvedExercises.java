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

/// Which exercises of a chapter an author's check found right as they are now. So the next one
/// looks only at what changed.
///
/// It is a text file in the chapter's folder: a line for each exercise, with a fingerprint of all
/// that it is made of.
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

  /// Notes how a check ended, at once: one that is interrupted has not looked in vain.
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

  /// The sources up to this chapter's, the checks of the exercise and its coaching.
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
