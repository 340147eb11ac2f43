package timonier.kit.course;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.kit.course.Course.Chapter;

/// Chapters that a learner wrote, ready to run instead of the reference's: they compile, they
/// declare what other modules use, and all their checks pass.
public final class OwnChapters {

  /// Returns those for `run`: the wanted chapter, and every earlier one that the learner has done.
  ///
  /// @return class folders, by the name of the reference's module
  /// @throws CourseFailure if one cannot take its place
  /// @throws InterruptedException if it was cancelled
  public static Map<String, Path> upTo(Workspace workspace, String number)
      throws InterruptedException {
    var course = workspace.course();
    var wanted = course.chapter(number);
    var progress = Progress.of(course.folder().resolve(Progress.FILE));
    var chapters =
        course.chapters().stream()
            .filter(chapter -> chapter.number().compareTo(number) <= 0)
            .filter(chapter ->
                chapter.equals(wanted)
                    || chapter.exercises().stream()
                        .allMatch(exercise -> progress.isDone(exercise.id())))
            .toList();
    return prepared(workspace, chapters);
  }

  /// All from one chapter to another.
  ///
  /// @return class folders, by the name of the reference's module
  /// @throws CourseFailure if one cannot take its place
  /// @throws InterruptedException if it was cancelled
  public static Map<String, Path> between(Workspace workspace, String first, String last)
      throws InterruptedException {
    var course = workspace.course();
    var from = course.chapter(first).number();
    var to = course.chapter(last).number();
    return prepared(
        workspace,
        course.chapters().stream()
            .filter(chapter -> chapter.number().compareTo(from) >= 0)
            .filter(chapter -> chapter.number().compareTo(to) <= 0)
            .toList());
  }

  private static Map<String, Path> prepared(Workspace workspace, List<Chapter> chapters)
      throws InterruptedException {
    var folders = new LinkedHashMap<String, Path>();
    try (var marking = new Marking(workspace)) {
      for (var chapter : chapters) {
        for (var marked : marking.mark(chapter, chapter.exercises()).entrySet()) {
          requirePassed(marked.getKey().id(), marked.getValue());
        }
        requireSameApi(workspace, chapter);
        folders.put(
            chapter.solution().normalize().getFileName().toString(), workspace.classes(chapter));
      }
    }
    return folders;
  }

  private static void requirePassed(String id, Verdict verdict) {
    var why =
        switch (verdict) {
          case Verdict.Passed _ -> "";
          case Verdict.Unwritten _ -> "is yours to write";
          case Verdict.Failed failed -> "fails its check: " + failed.first().sentence();
          case Verdict.Uncompiled(var problems) ->
              "does not compile: " + problems.getFirst().message();
          case Verdict.Misfit(var problems) ->
              "does not fit its checks: " + problems.getFirst().message();
          case Verdict.Endless(var check) -> "does not come to an end: " + check;
          case Verdict.Ended _ -> "ends the process";
        };
    if (!why.isEmpty()) {
      throw new CourseFailure(
          "Exercise %s %s. 'check %s' tells more; without --mine the reference runs."
              .formatted(id, why, id));
    }
  }

  private static void requireSameApi(Workspace workspace, Chapter chapter) {
    var reference = PublicApi.of(Workspace.solutionClasses(chapter));
    reference
        .missingIn(PublicApi.of(workspace.classes(chapter)))
        .ifPresent(missing -> {
          throw new CourseFailure(
              "Chapter %s of yours does not fit the others: it lacks %s, which they may use."
                  .formatted(chapter.number(), missing));
        });
  }

  private OwnChapters() {}
}
