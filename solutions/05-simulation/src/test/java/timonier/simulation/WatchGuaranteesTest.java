package timonier.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import timonier.simulation.WatchGuarantees.Guarantee;
import timonier.simulation.WatchGuarantees.Judge;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.StoreKey;

/// Watches that each break one guarantee, and one that keeps all.
class WatchGuaranteesTest {

  private static final KeyRange RANGE = new KeyRange("configmaps", "default", "");

  private final WatchGuarantees guarantees = new WatchGuarantees();
  private Optional<byte[]> last = Optional.empty();
  private long revision = 1;

  private static String value(String name, String app) {
    return "\"name\":\"%s\",\"labels\":{\"app\":\"%s\"}}}".formatted(name, app);
  }

  private static byte[] stored(String name, String app) {
    return ("{\"metadata\":{" + value(name, app)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] shown(long revision, String name, String app) {
    var version = "{\"metadata\":{\"resourceVersion\":\"%d\",".formatted(revision);
    return (version + value(name, app)).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isWeb(JsonNode object) {
    return object.at("/metadata/labels/app").asText().equals("web");
  }

  /// Writes the next version of the one object `a`.
  private void write(String app) {
    var value = stored("a", app);
    var key = new StoreKey("configmaps", "default", "a");
    guarantees.wrote(new Change(++revision, key, false, value, 2, last));
    last = Optional.of(value);
  }

  private void delete() {
    var key = new StoreKey("configmaps", "default", "a");
    guarantees.wrote(new Change(++revision, key, true, last.orElseThrow(), 2, last));
  }

  /// A watch of this history: 2 comes, 3 and 4 change it, 5 leaves the selection, 6 comes back, 7
  /// is another change, 8 deletes it.
  private Judge watch(long after) {
    List.of("web", "web", "web", "db", "web", "web").forEach(this::write);
    delete();
    return guarantees.begin(RANGE, WatchGuaranteesTest::isWeb, after);
  }

  private static void tell(Judge judge, String type, long revision) {
    judge.event(type, shown(revision, "a", "web"));
  }

  private static void bookmark(Judge judge, long revision) {
    judge.event("BOOKMARK", shown(revision, "", ""));
  }

  private static void broken(Guarantee guarantee, Runnable telling) {
    assertThatThrownBy(telling::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(guarantee.title() + " (");
  }

  @Test
  void a_server_that_keeps_its_promises_is_not_blamed() {
    var judge = watch(1);
    tell(judge, "ADDED", 2);
    tell(judge, "MODIFIED", 3);
    bookmark(judge, 3);
    tell(judge, "MODIFIED", 4);
    tell(judge, "DELETED", 5);
    tell(judge, "ADDED", 6);
    tell(judge, "MODIFIED", 7);
    tell(judge, "DELETED", 8);
    guarantees.settled(8);
    guarantees.expired(judge, 9);

    assertThat(guarantees.judged().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Guarantee.values()).map(Guarantee::title).toList());
  }

  @Test
  void an_event_that_was_not_asked_for_is_found() {
    var judge = watch(8);
    write("db");
    broken(Guarantee.FILTER, () -> judge.event("ADDED", shown(9, "a", "db")));
  }

  @Test
  void an_event_out_of_order_is_found() {
    var judge = watch(4);
    broken(Guarantee.ORDERED, () -> tell(judge, "MODIFIED", 3));
  }

  @Test
  void an_event_that_comes_twice_is_found() {
    var judge = watch(1);
    tell(judge, "ADDED", 2);
    broken(Guarantee.UNIQUE, () -> tell(judge, "ADDED", 2));
  }

  @Test
  void an_event_without_a_write_is_found() {
    var judge = watch(8);
    broken(Guarantee.ATOMIC, () -> tell(judge, "ADDED", 9));
  }

  @Test
  void an_event_with_half_a_write_is_found() {
    var judge = watch(1);
    var half = "{'metadata':{'resourceVersion':'2','name':'a'}}".replace('\'', '"');
    broken(Guarantee.ATOMIC, () -> judge.event("ADDED", half.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void an_event_that_is_left_out_is_found() {
    var judge = watch(1);
    tell(judge, "ADDED", 2);
    broken(Guarantee.RELIABLE, () -> tell(judge, "MODIFIED", 4));
  }

  @Test
  void a_watch_that_stops_delivering_is_found() {
    var judge = watch(1);
    tell(judge, "ADDED", 2);
    broken(Guarantee.RELIABLE, () -> guarantees.settled(8));
  }

  @Test
  void a_watch_that_is_over_owes_nothing() {
    var judge = watch(1);
    tell(judge, "ADDED", 2);
    judge.end();
    guarantees.settled(8);

    assertThat(guarantees.judged()).containsEntry("is-create", 1);
  }

  @Test
  void a_watch_that_does_not_go_on_where_the_last_one_ended_is_found() {
    var judge = watch(2);
    broken(Guarantee.RESUMABLE, () -> tell(judge, "MODIFIED", 4));
  }

  @Test
  void a_refused_revision_that_is_still_kept_is_found() {
    var judge = watch(2);
    broken(Guarantee.RESUMABLE, () -> guarantees.expired(judge, 2));
  }

  @Test
  void a_bookmark_before_an_event_is_found() {
    var judge = watch(1);
    broken(Guarantee.BOOKMARKABLE, () -> bookmark(judge, 2));
  }

  @Test
  void a_bookmark_that_goes_back_is_found() {
    var judge = watch(3);
    broken(Guarantee.BOOKMARKABLE, () -> bookmark(judge, 2));
  }

  @Test
  void a_deletion_with_a_value_that_was_not_selected_is_found() {
    var judge = watch(4);
    broken(Guarantee.PREVIOUS_VALUE, () -> judge.event("DELETED", shown(5, "a", "db")));
  }

  @Test
  void a_change_that_is_reported_as_new_is_found() {
    var judge = watch(2);
    broken(Guarantee.IS_CREATE, () -> tell(judge, "ADDED", 3));
  }
}
