package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.store.CommitPlan.Step;

@Exercise("03-6")
class CommitPlanTest {

  private static final int LIMIT = 1000;

  @Check("All waiting writes share one sync.")
  void all_waiting_writes_share_a_sync() {
    assertThat(CommitPlan.next(List.of(100, 200, 300), 0, LIMIT))
        .as("the step when writes of 100, 200 and 300 bytes wait")
        .isEqualTo(new Step.Write(3));
  }

  @Check("When no write waits, there is nothing to do.")
  void nobody_waits() {
    assertThat(CommitPlan.next(List.of(), 0, LIMIT))
        .as("the step when no write waits")
        .isEqualTo(new Step.Rest());
  }

  @Check("A batch has at most BATCH_BYTES.")
  void a_batch_has_a_limit() {
    var half = CommitPlan.BATCH_BYTES / 2;

    assertThat(CommitPlan.next(List.of(half, half, 1), 0, LIMIT))
        .as("the step when two halves of a batch wait, and one byte more")
        .isEqualTo(new Step.Write(2));
  }

  @Check("The first write that does not fit waits, and so do all after it: none overtakes another.")
  void nobody_overtakes() {
    var half = CommitPlan.BATCH_BYTES / 2;

    assertThat(CommitPlan.next(List.of(half, half + 1, 1), 0, LIMIT))
        .as("the step when half a batch waits, a little more than half, and one byte")
        .isEqualTo(new Step.Write(1));
  }

  @Check("A write that is larger than a batch goes alone.")
  void a_giant_goes_alone() {
    assertThat(CommitPlan.next(List.of(CommitPlan.BATCH_BYTES + 1, 1), 0, LIMIT))
        .as("the step when the first write is larger than a batch")
        .isEqualTo(new Step.Write(1));
  }

  @Check("Sizes are added up correctly even beyond the range of an int.")
  void sizes_do_not_overflow() {
    assertThat(
            CommitPlan.next(
                List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), 0, LIMIT))
        .as("the step when three writes of two gigabytes wait")
        .isEqualTo(new Step.Write(1));
  }

  @Check("A log beyond its limit is replaced by a snapshot before any write is served.")
  void a_long_log_comes_first() {
    assertThat(CommitPlan.next(Collections.nCopies(50, 100), LIMIT + 1, LIMIT))
        .as("the step when the log is one byte too long and 50 writes wait")
        .isEqualTo(new Step.Snapshot());
    assertThat(CommitPlan.next(List.of(), LIMIT + 1, LIMIT))
        .as("the step when the log is one byte too long and no write waits")
        .isEqualTo(new Step.Snapshot());
  }

  @Check("A log of exactly the permitted length stays.")
  void the_limit_itself_is_allowed() {
    assertThat(CommitPlan.next(List.of(1), LIMIT, LIMIT))
        .as("the step when the log has exactly the permitted length and one write waits")
        .isEqualTo(new Step.Write(1));
  }
}
