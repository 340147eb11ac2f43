package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("03-1")
class VersionsAtTest {

  private static final StoreKey KEY = new StoreKey("pods", "default", "web");

  private static void write(Versions versions, String value, long created, long revision) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    versions.add(new Change(revision, KEY, value.isEmpty(), bytes, created, Optional.empty()));
  }

  /// Written at 2 and 5, deleted at 7, written again at 9.
  private static Versions history() {
    var versions = new Versions();
    write(versions, "one", 2, 2);
    write(versions, "two", 2, 5);
    write(versions, "", 2, 7);
    write(versions, "three", 9, 9);
    return versions;
  }

  private static Optional<String> at(long revision) {
    return history().at(revision).map(entry -> new String(entry.value(), StandardCharsets.UTF_8));
  }

  @Check("At the revision of a write, the value is the written one.")
  void a_write_counts_from_its_own_revision() {
    assertThat(at(2)).as("the value at 2, of a key first written at 2").contains("one");
    assertThat(at(5)).as("the value at 5, of a key written at 2 and 5").contains("two");
  }

  @Check("Between two writes, the value is the one of the earlier write.")
  void a_value_stays_until_the_next_write() {
    assertThat(at(4)).as("the value at 4, of a key written at 2 and 5").contains("one");
    assertThat(at(6)).as("the value at 6, of a key written at 2 and 5").contains("two");
  }

  @Check("After the last write, the value is the newest.")
  void the_newest_value_stays() {
    assertThat(at(1000)).as("the value at 1000, of a key last written at 9").contains("three");
  }

  @Check("Before the first write there is no value.")
  void before_the_first_write_there_is_nothing() {
    assertThat(at(1)).as("the value at 1, of a key first written at 2").isEmpty();
  }

  @Check("From a deletion to the next write there is no value.")
  void a_deletion_is_a_version_too() {
    assertThat(at(7)).as("the value at 7, of a key deleted at 7").isEmpty();
    assertThat(at(8)).as("the value at 8, of a key deleted at 7 and written at 9").isEmpty();
  }

  @Check(
      "A value comes with the revision of its own last write, not with the one that was asked for.")
  void a_value_knows_its_own_revision() {
    assertThat(history().at(6).map(Store.Entry::modRevision))
        .as("the revision of the last write that is seen at 6")
        .contains(5L);
  }
}
