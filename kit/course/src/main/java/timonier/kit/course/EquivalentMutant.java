package timonier.kit.course;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timonier.kit.course.Course.Chapter;

/// A mutant that no check can find, because it behaves like the solution.
///
/// The file `coaching/ID/equivalent-mutants.txt` lists them, separated by empty lines: a line
/// `METHOD: CHANGE`, the line of the source, and why it makes no difference. Each stands for one
/// mutant, even if its line has moved.
///
/// @param method the method that it changes
/// @param change in the tool's words
/// @param code the line of the source, without spaces around it
/// @param reason why it makes no difference
record EquivalentMutant(String method, String change, String code, String reason) {

  static final String FILE = "equivalent-mutants.txt";

  /// Reads those of an exercise.
  ///
  /// @throws CourseFailure if one has no reason
  static List<EquivalentMutant> of(Chapter chapter, String id) {
    var file = chapter.folder().resolve("coaching").resolve(id).resolve(FILE);
    return Files.exists(file)
        ? Stream.of(FileTree.read(file).strip().split("\n\\s*\n"))
            .map(entry -> of(id, entry))
            .toList()
        : List.of();
  }

  private static EquivalentMutant of(String id, String entry) {
    var lines = entry.lines().map(String::strip).toList();
    var head = lines.getFirst().split(": ", 2);
    if (lines.size() < 3 || head.length < 2) {
      throw new CourseFailure(
          "%s of %s: each mutant has a line 'METHOD: CHANGE', its code, and a reason, not: %s"
              .formatted(FILE, id, entry));
    }
    var reason = lines.stream().skip(2).collect(Collectors.joining(" "));
    return new EquivalentMutant(head[0], head[1], lines.get(1), reason);
  }

  /// Whether it stands for a mutant whose line has this text.
  boolean isOf(Mutant mutant, String text) {
    return mutant.method().equals(method)
        && mutant.change().equals(change)
        && text.strip().equals(code);
  }

  @Override
  public String toString() {
    return "%s: %s at '%s'".formatted(method, change, code);
  }
}
