package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;
import timonier.store.Store.Compacted;

@Exercise("03-4")
class BacklogTest {

  private static Backlog backlog(long seen, long... revisions) {
    var backlog = new Backlog(seen, 10);
    for (var i = 0; i < revisions.length; i++) {
      var key = new StoreKey("pods", "default", "pod-" + i);
      backlog.offer(
          new Change(revisions[i], key, false, new byte[0], revisions[i], Optional.empty()));
    }
    return backlog;
  }

  private static List<Long> revisions(List<Change> changes) {
    return changes.stream().map(Change::revision).toList();
  }

  @Check("Each write is delivered once, in order.")
  void each_write_is_delivered_once_and_in_order() {
    var backlog = backlog(0, 1, 2, 4);

    assertThat(revisions(backlog.take(10, 4)))
        .as("what is delivered of writes at 1, 2 and 4")
        .containsExactly(1L, 2L, 4L);
    assertThat(backlog.take(10, 4)).as("what is delivered when asked again").isEmpty();
  }

  @Check("No more writes are delivered than were asked for; the rest comes next.")
  void no_more_writes_are_delivered_than_were_asked_for() {
    var backlog = backlog(0, 1, 2, 4);

    assertThat(revisions(backlog.take(2, 4)))
        .as("the first two of writes at 1, 2 and 4")
        .containsExactly(1L, 2L);
    assertThat(revisions(backlog.take(2, 4))).as("what comes next").containsExactly(4L);
  }

  @Check("Writes of one revision come together, even if that makes more than were asked for.")
  void a_revision_is_never_split() {
    var backlog = backlog(0, 1, 2, 2, 2, 3);

    assertThat(revisions(backlog.take(2, 3)))
        .as("two of a write at 1, three at 2 and one at 3")
        .containsExactly(1L, 2L, 2L, 2L);
    assertThat(revisions(backlog.take(2, 3))).as("what comes next").containsExactly(3L);
  }

  @Check("While writes wait, a watcher has seen no more than the last write it received.")
  void a_watcher_has_seen_what_it_received() {
    var backlog = backlog(0, 3, 6);
    backlog.take(1, 9);

    assertThat(backlog.seen(9))
        .as("the revision that was seen, after the first of writes at 3 and 6")
        .isEqualTo(3);
  }

  @Check("A watcher that received all its writes has seen the newest revision, of whatever key.")
  void a_watcher_moves_on_without_writes_of_its_own() {
    var backlog = backlog(0, 3, 6);
    backlog.take(2, 9);
    backlog.offer(
        new Change(12, new StoreKey("pods", "", "late"), false, new byte[0], 12, Optional.empty()));

    assertThat(backlog.seen(12))
        .as("the revision that was seen at 9, of writes at 3 and 6, before another at 12")
        .isEqualTo(9);
  }

  @Check("A watcher that resumes from what it has seen, again and again, misses nothing.")
  void resuming_misses_nothing() {
    var all = new long[] {1, 2, 2, 5, 7, 7};
    var told = new ArrayList<Long>();
    var seen = 0L;
    for (var turn = 0; turn < 6; turn++) {
      var since = seen;
      var rest = java.util.Arrays.stream(all).filter(revision -> revision > since).toArray();
      var backlog = backlog(seen, rest);
      told.addAll(revisions(backlog.take(1, 8)));
      seen = backlog.seen(8);
    }

    assertThat(told)
        .as("what is delivered of writes at 1, 2, 2, 5, 7 and 7, cut off after every answer")
        .containsExactly(1L, 2L, 2L, 5L, 7L, 7L);
  }

  @Check("A watcher that fell too far behind is refused, and does not get the rest.")
  void a_watcher_that_falls_behind_starts_over() {
    var backlog = backlog(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    assertThatThrownBy(() -> backlog.take(1, 12))
        .as("the next write, after twelve were offered and ten are the most")
        .isInstanceOf(Compacted.class);
  }
}
