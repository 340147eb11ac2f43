package timonier.kit.course;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import timonier.kit.course.Course.Chapter;

/// What an author prepared for one exercise: hints, mistakes, other right answers. They lie in the
/// chapter's folder `coaching/ID`.
///
/// @param hints in tiers, the gentlest first
/// @param mistakes wrong bodies, each with a plausible misconception
/// @param alternatives right bodies that differ from the solution
record Coaching(List<String> hints, List<Variant> mistakes, List<Variant> alternatives) {

  /// Another body of an exercise.
  ///
  /// Its file begins with lines `/// …`: what it is in a sentence, then `@fails CHECK` for each
  /// check that has to find it, and `@hint …` with what helps somebody who made this mistake.
  ///
  /// @param name of its file, without its end
  /// @param sentence what it is
  /// @param fails the checks that find it; empty for a right one
  /// @param hint what helps; empty if nothing more than the first hint
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

  /// What there is for an exercise.
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

  /// The hint for a mistake that fails just the checks that failed.
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
