package timonier.kit.course;

import java.util.List;
import timonier.kit.course.SourceCompiler.Problem;

/// The state of a learner's exercise.
sealed interface Verdict {

  /// All checks passed.
  record Passed(List<CheckResult> results) implements Verdict {}

  /// Its body is still missing.
  record Unwritten() implements Verdict {}

  /// Not all checks passed.
  ///
  /// @param results all, in their order; at least one did not pass
  record Failed(List<CheckResult> results) implements Verdict {
    /// The first that did not pass, which the learner should look at.
    CheckResult first() {
      return results.stream().filter(result -> !result.passed()).findFirst().orElseThrow();
    }
  }

  /// The compiler refuses the chapter.
  record Uncompiled(List<Problem> problems) implements Verdict {}

  /// The chapter compiles, but its checks do not fit: something that they use no longer exists.
  record Misfit(List<Problem> problems) implements Verdict {}

  /// It was killed because it did not end.
  ///
  /// @param check the check that was running; empty if none had begun
  record Endless(String check) implements Verdict {}

  /// The code ended the process, or could not start.
  ///
  /// @param output what was printed last
  record Ended(String output) implements Verdict {}

  default boolean passed() {
    return this instanceof Passed;
  }
}
