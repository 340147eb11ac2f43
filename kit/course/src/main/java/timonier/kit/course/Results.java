package timonier.kit.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import timonier.kit.course.CheckResult.State;
import timonier.kit.course.Course.Exercise;
import timonier.kit.course.SourceCompiler.Problem;

/// The state of exercises for programs: graders, editors, continuous integration.
///
/// It is complete at every moment: exercises not yet checked say so.
///
/// @param format the name of this format; changes with it
/// @param course the title of the course
/// @param complete whether all wanted exercises were checked
/// @param points of all exercises together
/// @param exercises in course order
record Results(
    String format, String course, boolean complete, Points points, List<Standing> exercises) {

  static final String FORMAT = "timonier-results-1";

  /// Points of checks.
  ///
  /// @param earned by the checks that passed
  /// @param possible by all
  record Points(int earned, int possible) {
    static Points of(List<CheckResult> checks) {
      return new Points(
          checks.stream().filter(CheckResult::passed).mapToInt(CheckResult::points).sum(),
          checks.stream().mapToInt(CheckResult::points).sum());
    }
  }

  /// The state of one exercise.
  ///
  /// @param id its permanent number
  /// @param title a few words
  /// @param verdict in one word
  /// @param points of its checks
  /// @param checks in the order in which they ran, then those that did not
  /// @param problems what the compiler refused
  /// @param output the last output of a process that ended too early
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Standing(
      String id,
      String title,
      Outcome verdict,
      Points points,
      List<CheckResult> checks,
      List<Problem> problems,
      String output) {

    /// One that was not checked yet.
    ///
    /// @param checks the declared checks
    static Standing pending(Exercise exercise, List<CheckResult> checks) {
      return of(exercise, Outcome.PENDING, checks, List.of(), "");
    }

    private static Standing of(
        Exercise exercise,
        Outcome outcome,
        List<CheckResult> checks,
        List<Problem> problems,
        String output) {
      return new Standing(
          exercise.id(), exercise.title(), outcome, Points.of(checks), checks, problems, output);
    }

    /// The same with the results of some checks.
    Standing with(Exercise exercise, List<CheckResult> ran) {
      return of(exercise, verdict, merged(ran), problems, output);
    }

    /// The same with its verdict.
    Standing with(Exercise exercise, Verdict known) {
      return switch (known) {
        case Verdict.Passed(var ran) -> of(exercise, Outcome.PASSED, merged(ran), List.of(), "");
        case Verdict.Failed(var ran) -> of(exercise, Outcome.FAILED, merged(ran), List.of(), "");
        case Verdict.Unwritten _ -> of(exercise, Outcome.UNWRITTEN, failing(), List.of(), "");
        case Verdict.Uncompiled(var told) ->
            of(exercise, Outcome.DOES_NOT_COMPILE, failing(), told, "");
        case Verdict.Misfit(var told) -> of(exercise, Outcome.DOES_NOT_FIT, failing(), told, "");
        case Verdict.Endless _ -> of(exercise, Outcome.ENDLESS, checks, List.of(), "");
        case Verdict.Ended(var last) -> of(exercise, Outcome.ENDED, checks, List.of(), last);
      };
    }

    /// The checks as failed: an exercise that is not written earns nothing, whatever passes by
    /// chance.
    private List<CheckResult> failing() {
      return checks.stream().map(check -> check.in(State.NOT_RUN)).toList();
    }

    private List<CheckResult> merged(List<CheckResult> ran) {
      var names = ran.stream().map(CheckResult::check).collect(Collectors.toSet());
      var all = new ArrayList<>(ran);
      checks.stream().filter(check -> !names.contains(check.check())).forEach(all::add);
      return List.copyOf(all);
    }
  }

  /// A verdict in one word.
  enum Outcome {
    /// It was not checked, or not to the end.
    PENDING,
    PASSED,
    FAILED,
    UNWRITTEN,
    DOES_NOT_COMPILE,
    DOES_NOT_FIT,
    ENDLESS,
    ENDED
  }

  static Results of(String course, List<Standing> exercises) {
    var checks = exercises.stream().flatMap(standing -> standing.checks().stream()).toList();
    var complete = exercises.stream().noneMatch(standing -> standing.verdict() == Outcome.PENDING);
    return new Results(FORMAT, course, complete, Points.of(checks), List.copyOf(exercises));
  }
}
