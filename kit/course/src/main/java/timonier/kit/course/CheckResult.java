package timonier.kit.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/// The result of one check.
///
/// @param exercise the exercise, as in `02-3`
/// @param check the name of the check's method, which is its permanent name
/// @param sentence the rule that must hold
/// @param points its points
/// @param state its state
/// @param done what was done, in the words of the check
/// @param expected what should have come; empty if the message says it
/// @param got what came
/// @param message other details
/// @param where the learner's line at which it happened, as in `Quantity.java:42`
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record CheckResult(
    String exercise,
    String check,
    String sentence,
    int points,
    State state,
    String done,
    String expected,
    String got,
    String message,
    String where) {

  enum State {
    /// It has not begun.
    NOT_RUN,
    PASSED,
    /// An expectation was not met.
    FAILED,
    /// The exercise is not written yet.
    UNWRITTEN,
    /// Something unexpected was thrown.
    THREW,
    /// It did not end.
    UNFINISHED
  }

  CheckResult {
    done = Optional.ofNullable(done).orElse("");
    expected = Optional.ofNullable(expected).orElse("");
    got = Optional.ofNullable(got).orElse("");
    message = Optional.ofNullable(message).orElse("");
    where = Optional.ofNullable(where).orElse("");
  }

  /// The same in another state.
  CheckResult in(State other) {
    return new CheckResult(
        exercise, check, sentence, points, other, done, expected, got, message, where);
  }

  boolean passed() {
    return state == State.PASSED;
  }
}
