package timonier.kit.course;

import java.util.List;
import timonier.kit.course.SourceCompiler.Problem;

/// How a learner's exercise stands.
sealed interface Verdict {

  /// All checks passed.
  record Passed(List<CheckResult> results) implements Verdict {}

  /// Its body is still missing.
  record Unwritten() implements Verdict {}

  /// Not all checks passed.
  ///
  /// @param results all, in their order; at least one did not pass
  record Failed(List<CheckResult> results) implements Verdict {
    /// The first that did not pass: what to look at.
    CheckResult first() {
      return results.stream().filter(result -> !result.passed()).findFirst().orElseThrow();
    }
  }

  /// The compiler refuses the chapter.
  record Uncompiled(List<Problem> problems) implements Verdict {}

  /// The chapter compiles, but its checks do not fit: something that they use is not there any
  /// more.
  record Misfit(List<Problem> problems) implements Verdict {}

  /// It had to be ended: it does not come to an end by itself.
  ///
  /// @param check what ran when it was ended; empty if none had begun
  record Endless(String check) implements Verdict {}

  /// The code ended the process, or could not start.
  ///
  /// @param output what was printed last
  record Ended(String output) implements Verdict {}

  default boolean passed() {
    return this instanceof Passed;
  }
}
