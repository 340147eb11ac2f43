package timonier.kit.course;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import timonier.kit.course.Course.Chapter;

/// An author's preparation of one exercise: hints, mistakes, other right answers, in the chapter's
/// folder `coaching/ID`.
///
/// @param hints in tiers, gentlest first
/// @param mistakes wrong bodies, each with a plausible misconception
/// @param alternatives right bodies that differ from the solution
record Coaching(List<String> hints, List<Variant> mistakes, List<Variant> alternatives) {

  /// Another body of an exercise.
  ///
  /// Its file begins with lines `/// …`: a sentence that describes it, then `@fails CHECK` for each
  /// check that must find it, and `@hint …` with a hint for a learner who made this mistake.
  ///
  /// @param name of its file, without its end
  /// @param sentence its description
  /// @param fails the checks that find it; empty for a right one
  /// @param hint the hint; empty if there is only the first hint
  /// @param body the body, braces included
  record Variant(String name, String sentence, TreeSet<String> fails, String hint, String body) {

    static Variant of(String name, String text) {
      var head =
          text.lines()
              .takeWhile(line -> line.startsWith("///"))
              .map(line -> line.substring(3).strip())
              .toList();
      var body =
          text.lines()
              .dropWhile(line -> line.startsWith("///"))
              .collect(Collectors.joining("\n"))
              .strip();
      var fails = new TreeSet<String>();
      var sentence = new ArrayList<String>();
      var hint = new ArrayList<String>();
      var to = sentence;
      for (var line : head) {
        if (line.startsWith("@fails ")) {
          fails.add(line.substring("@fails ".length()).strip());
        } else if (line.startsWith("@hint ")) {
          to = hint;
          to.add(line.substring("@hint ".length()));
        } else {
          to.add(line);
        }
      }
      return new Variant(
          name, String.join(" ", sentence), fails, String.join(" ", hint).strip(), body);
    }
  }

  /// Reads the preparation of an exercise.
  static Coaching of(Chapter chapter, String id) {
    var folder = chapter.folder().resolve("coaching").resolve(id);
    var hints = new ArrayList<String>();
    for (var tier = 1; Files.exists(folder.resolve("hint-%d.txt".formatted(tier))); tier++) {
      hints.add(FileTree.read(folder.resolve("hint-%d.txt".formatted(tier))).strip());
    }
    return new Coaching(
        List.copyOf(hints),
        variants(folder.resolve("mistakes")),
        variants(folder.resolve("alternatives")));
  }

  private static List<Variant> variants(Path folder) {
    return FileTree.texts(folder, ".java").entrySet().stream()
        .map(file -> {
          var name = file.getKey().getFileName().toString();
          return Variant.of(name.substring(0, name.length() - ".java".length()), file.getValue());
        })
        .toList();
  }

  /// The hint for a mistake that fails exactly the checks that failed.
  Optional<String> hintFor(Verdict verdict) {
    if (!(verdict instanceof Verdict.Failed failed)) {
      return Optional.empty();
    }
    var found =
        failed.results().stream()
            .filter(result -> !result.passed())
            .map(CheckResult::check)
            .collect(Collectors.toCollection(TreeSet::new));
    return mistakes.stream()
        .filter(mistake -> mistake.fails().equals(found) && !mistake.hint().isEmpty())
        .map(Variant::hint)
        .findFirst();
  }
}
