package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.loop.LiveDisk;
import timonier.kit.loop.LiveLoops;
import timonier.store.LogStore;
import timonier.store.StoreKey;

class BackupFileTest {

  @TempDir private Path home;

  /// Runs a command that fails, and returns its message.
  private static String refusal(String... arguments) {
    var said = new StringWriter();
    var exit = Main.commandLine().setErr(new PrintWriter(said, true)).execute(arguments);
    assertThat(exit).as(said.toString()).isEqualTo(1);
    return said.toString();
  }

  private static void must(String... arguments) {
    assertThat(Main.commandLine().execute(arguments)).isZero();
  }

  private String path(String name) {
    return home.resolve(name).toString();
  }

  /// Makes the folder of a cluster that is not running.
  private String stopped() {
    var folder = DataFolder.open(home.resolve("stopped"));
    try (var loops = new LiveLoops(BugLog::write);
        var store = new LogStore(loops.loop("store"), new LiveDisk(folder.file("store")))) {
      for (var number = 0; number < 10; number++) {
        var key = new StoreKey("configmaps", "default", "map-" + number);
        store.put(key, "{}".getBytes(StandardCharsets.UTF_8), 0);
      }
    }
    return folder.path().toString();
  }

  @Test
  void a_cluster_that_does_not_run_is_copied_from_its_folder() {
    must("backup", "--to", path("copy"), "--data", stopped());
    var copy = BackupFile.read(home.resolve("copy"));

    assertThat(copy.content().revision()).isEqualTo(10);
    assertThat(copy.describe()).startsWith("revision 10, 10 keys, ").contains("copy");
  }

  @Test
  void a_restored_cluster_goes_on_at_revisions_that_no_client_saw() {
    must("backup", "--to", path("copy"), "--data", stopped());
    must("restore", "--from", path("copy"), "--data", path("new"));
    must("backup", "--to", path("second"), "--data", path("new"));
    var second = BackupFile.read(home.resolve("second")).content();

    assertThat(second.revision()).isEqualTo(1_000_000_010);
    assertThat(second.entries().getLast().modRevision()).isEqualTo(10);
  }

  @Test
  void a_file_that_is_cut_or_damaged_makes_nothing() throws IOException {
    must("backup", "--to", path("copy"), "--data", stopped());
    var whole = Files.readAllBytes(home.resolve("copy"));
    for (var length = 0; length < whole.length; length++) {
      Files.write(home.resolve("cut"), Arrays.copyOf(whole, length));
      assertThat(refusal("restore", "--from", path("cut"), "--data", path("new")))
          .contains("is damaged, cut off, or not a backup: nothing was changed. Use another.");
    }
    var damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(home.resolve("cut"), damaged);
    assertThat(refusal("restore", "--from", path("cut"), "--data", path("new")))
        .contains("Use another.");
    assertThat(home.resolve("new")).doesNotExist();
  }

  @Test
  void a_file_that_is_not_there_is_named_with_the_reason() {
    assertThat(refusal("restore", "--from", path("none"), "--data", path("new")))
        .contains("none cannot be read: no such file or folder. Choose another file with --from.");
    assertThat(refusal("backup", "--to", path("no/copy"), "--data", stopped()))
        .contains("copy: no such file or folder. Choose another file with --to.");
  }

  @Test
  void a_folder_that_has_a_store_is_left_as_it_is() {
    var stopped = stopped();
    must("backup", "--to", path("copy"), "--data", stopped);
    var before = new LiveDisk(home.resolve("stopped/store")).list();

    assertThat(refusal("restore", "--from", path("copy"), "--data", stopped))
        .contains("There is a store in")
        .contains("nothing was changed. Restore into another folder, or move that one away first.");
    assertThat(new LiveDisk(home.resolve("stopped/store")).list()).isEqualTo(before);
  }

  @Test
  void a_stage_without_a_server_must_be_stopped_first() throws IOException {
    var stopped = stopped();
    try (var _ = DataFolder.existing(Path.of(stopped)).lock()) {
      assertThat(refusal("backup", "--to", path("copy"), "--data", stopped))
          .contains("has no server that could be asked: stop it first.");
    }
  }

  @Test
  void a_backup_that_cannot_be_written_leaves_the_one_before() throws IOException {
    var stopped = stopped();
    must("backup", "--to", path("copy"), "--data", stopped);
    var before = Files.readAllBytes(home.resolve("copy"));
    must("backup", "--to", path("copy"), "--data", stopped);

    assertThat(Files.readAllBytes(home.resolve("copy"))).isEqualTo(before);
    assertThat(refusal("backup", "--to", path("none/copy"), "--data", stopped))
        .contains("Choose another file with --to.");
    assertThat(refusal("backup", "--to", path("copy"), "--data", path("nowhere")))
        .contains("There is no cluster in");
    assertThat(Files.readAllBytes(home.resolve("copy"))).isEqualTo(before);
  }
}
