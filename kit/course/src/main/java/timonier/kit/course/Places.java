package timonier.kit.course;

import java.nio.file.Path;
import java.util.Optional;
import timonier.kit.course.Course.Chapter;

/// The place in which the learner writes an exercise.
///
/// @param path the file
/// @param source its present content
/// @param member the method in it
record Places(Path path, TaggedSource source, TaggedSource.Member member) {

  /// Finds an exercise in the learner's files; empty if its tag was removed.
  static Optional<Places> of(Chapter chapter, String id) {
    for (var file : FileTree.texts(chapter.folder().resolve("src/main/java"), ".java").entrySet()) {
      if (file.getValue().contains("@exercise " + id)) {
        var source = TaggedSource.of(file.getValue());
        var member = source.exercise(id);
        if (member.isPresent()) {
          return Optional.of(new Places(file.getKey(), source, member.get()));
        }
      }
    }
    return Optional.empty();
  }

  String sentence() {
    return member.sentence();
  }

  /// Its name, as in `RestartBackoff#delay`.
  String method() {
    return member.name();
  }

  /// The file with the line, in the form that editors understand.
  String file() {
    var line = source.text().substring(0, member.bodyStart()).lines().count();
    return path.getFileName() + ":" + line;
  }
}
