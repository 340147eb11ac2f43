package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("03-7")
class StoreFilesTest {

  private static StoreFiles files(String... names) {
    return StoreFiles.of(Arrays.asList(names));
  }

  @Check("An empty folder is a store that begins at 0.")
  void an_empty_folder_begins_at_zero() {
    assertThat(files()).as("an empty folder").isEqualTo(new StoreFiles(0, List.of(), List.of()));
  }

  @Check("A folder with a first log and no snapshot begins at 0, and keeps the log.")
  void the_first_log_has_no_snapshot() {
    assertThat(files(StoreFiles.log(0)))
        .as("a folder with log-0")
        .isEqualTo(new StoreFiles(0, List.of(), List.of()));
  }

  @Check("A store begins at the newest snapshot, compared by number and not by letters.")
  void the_newest_snapshot_counts() {
    assertThat(files("snapshot-100", "snapshot-20", "snapshot-3").base())
        .as("where a folder with snapshots 100, 20 and 3 begins")
        .isEqualTo(100);
  }

  @Check("Files older than the newest snapshot are left over; that snapshot and its log are not.")
  void older_files_are_left_over() {
    var files =
        files(
            StoreFiles.log(0),
            StoreFiles.log(20),
            StoreFiles.log(50),
            StoreFiles.snapshot(20),
            StoreFiles.snapshot(50));

    assertThat(files.leftovers())
        .as("the leftovers of logs 0, 20, 50 and snapshots 20, 50")
        .containsExactlyInAnyOrder(StoreFiles.log(0), StoreFiles.log(20), StoreFiles.snapshot(20));
    assertThat(files.strays()).as("the logs without a snapshot").isEmpty();
  }

  @Check("A snapshot that is only a draft does not count, whatever its number.")
  void a_draft_does_not_count() {
    assertThat(files(StoreFiles.log(20), StoreFiles.snapshot(20), StoreFiles.draft(90)).base())
        .as("where a folder begins with snapshot 20 and a draft of 90")
        .isEqualTo(20);
  }

  @Check("A draft is left over, whatever its number: it will never be finished.")
  void a_draft_is_left_over() {
    var files =
        files(
            StoreFiles.log(0),
            StoreFiles.log(20),
            StoreFiles.snapshot(20),
            StoreFiles.draft(10),
            StoreFiles.draft(90));

    assertThat(files.leftovers())
        .as("the leftovers of logs 0, 20, snapshot 20 and drafts 10, 90")
        .containsExactlyInAnyOrder(StoreFiles.log(0), StoreFiles.draft(10), StoreFiles.draft(90));
  }

  @Check("A whole snapshot decides where a store begins, never a log.")
  void a_log_does_not_say_where_to_begin() {
    assertThat(files(StoreFiles.log(20), StoreFiles.log(50), StoreFiles.snapshot(20)).base())
        .as("where a folder with logs 20, 50 and snapshot 20 begins")
        .isEqualTo(20);
  }

  @Check("A log that is newer than the newest snapshot is reported, not deleted.")
  void a_log_without_a_snapshot_is_a_stray() {
    var files = files(StoreFiles.log(20), StoreFiles.log(50), StoreFiles.snapshot(20));

    assertThat(files.strays())
        .as("the logs without a snapshot, of logs 20, 50 and snapshot 20")
        .containsExactly(StoreFiles.log(50));
    assertThat(files.leftovers()).as("the leftovers").isEmpty();
  }

  @Check("Files with other names are ignored.")
  void other_files_are_ignored() {
    assertThat(files("lock", "notes.txt", "log", "log-x", "snapshot-1.old", "my-log-3", "b.draft"))
        .as("a folder with files of other names")
        .isEqualTo(new StoreFiles(0, List.of(), List.of()));
  }
}
