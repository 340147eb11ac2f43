package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import timonier.kit.course.TaggedSource.Member;

/// The sources with which a learner begins a chapter: the module of its solution without the bodies
/// of its exercises, and their checks.
///
/// @param files by their paths in the chapter's folder
/// @param solution the files of the solution that have exercises, by the same paths
/// @param checks the paths of the files with checks, by exercise
record Starter(
    SortedMap<String, String> files,
    SortedMap<String, TaggedSource> solution,
    SortedMap<String, String> checks) {

  private static final String MAIN = "src/main";
  private static final String TESTS = "src/test/java";

  /// Makes the starter of a chapter from its solution.
  ///
  /// @param module the folder of the solution
  static Starter of(Path module) {
    var files = new TreeMap<String, String>();
    var solution = new TreeMap<String, TaggedSource>();
    var checks = new TreeMap<String, String>();
    read(module, MAIN)
        .forEach((path, text) -> {
          if (!path.endsWith(".java")) {
            files.put(path, text);
            return;
          }
          var source = TaggedSource.of(text);
          files.put(path, StarterSource.cut(source));
          if (!source.members().isEmpty()) {
            solution.put(path, source);
          }
        });
    read(module, TESTS)
        .forEach((path, text) -> {
          var exercise = TaggedSource.of(text).checksOf();
          exercise.ifPresent(id -> checks.put(id, path));
          if (path.endsWith("package-info.java") || exercise.isPresent()) {
            files.put(path, text);
          }
        });
    files.put("pom.xml", StarterPom.of(module));
    return new Starter(files, solution, checks);
  }

  /// Reads the sources in a chapter's folder, by path.
  static SortedMap<String, String> sources(Path folder) {
    var files = read(folder, MAIN);
    files.putAll(read(folder, TESTS));
    return files;
  }

  /// Reads the text files below a folder of a module, by path in the module.
  private static SortedMap<String, String> read(Path module, String folder) {
    var files = new TreeMap<String, String>();
    FileTree.texts(module.resolve(folder), "")
        .forEach(
            (file, text) -> files.put(module.relativize(file).toString().replace('\\', '/'), text));
    return files;
  }

  /// The exercises of the solution, by number, each with the path of its file.
  Map<String, String> exercises() {
    var found = new TreeMap<String, String>();
    solution.forEach((path, source) ->
        source.members().stream()
            .filter(Member::isExercise)
            .forEach(member -> {
              if (found.put(member.id(), path) != null) {
                throw new CourseFailure("Exercise %s is there twice.".formatted(member.id()));
              }
            }));
    return found;
  }

  /// The file of an exercise.
  ///
  /// @throws CourseFailure if no method carries its tag
  String path(String id) {
    var path = exercises().get(id);
    if (path == null) {
      throw new CourseFailure(
          "No method of the solution carries the tag '@exercise %s'.".formatted(id));
    }
    return path;
  }

  /// The path of the file with the checks of an exercise.
  ///
  /// @throws CourseFailure if there is none
  String checks(String id) {
    var path = checks.get(id);
    if (path == null) {
      throw new CourseFailure("Exercise %s has no checks.".formatted(id));
    }
    return path;
  }

  /// The name of the class in a file of code or of checks.
  static String className(String path) {
    return path.replaceFirst("^src/(main|test)/java/", "")
        .replaceFirst("\\.java$", "")
        .replace('/', '.');
  }

  /// The text of one of its files.
  String text(String path) {
    return java.util.Objects.requireNonNull(files.get(path));
  }

  /// The file of an exercise in the solution.
  TaggedSource solutionOf(String id) {
    return java.util.Objects.requireNonNull(solution.get(path(id)));
  }

  /// Writes what is missing or different, and removes sources that it no longer has.
  ///
  /// @return the paths that changed
  List<String> write(Path folder) {
    var changed = differences(folder);
    try {
      for (var path : changed) {
        var file = folder.resolve(path);
        var text = files.get(path);
        if (text == null) {
          Files.delete(file);
        } else {
          FileTree.write(file, text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changed;
  }

  /// The paths of files in a chapter's folder that differ from the generated ones.
  List<String> differences(Path folder) {
    var there = sources(folder);
    var pom = folder.resolve("pom.xml");
    if (Files.exists(pom)) {
      there.put("pom.xml", FileTree.read(pom));
    }
    var different = new ArrayList<String>();
    files.forEach((path, text) -> {
      if (!text.equals(there.remove(path))) {
        different.add(path);
      }
    });
    different.addAll(there.keySet());
    return different;
  }
}
