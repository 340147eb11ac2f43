package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.loop.FileTree;
import timonier.kit.loop.LiveLoops;

/// A data folder with something missing or wrong: a sentence says what to do.
@Tag("real")
class DamagedFolderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path home = Path.of("");

  private final LiveLoops loops = new LiveLoops((_, bug) -> bug.printStackTrace());

  private DataFolder folder() {
    return DataFolder.open(home.resolve("cluster"));
  }

  /// A cluster that ran once.
  @BeforeEach
  void start() {
    new StoreFolder(folder()).require(loops.loop("store"));
    var _ = Credentials.of(folder(), NOW);
    folder().writeSecret("port", folder().port(0) + "\n");
    folder().writeSecret("range", "7\n");
  }

  @AfterEach
  void close() {
    loops.close();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder().file(name), content);
  }

  private static void assertRefused(ThrowingCallable work, String... parts) {
    assertThatThrownBy(work)
        .isInstanceOf(CommandFailure.class)
        .message()
        .hasLineCount(1)
        .contains(parts);
  }

  private void credentials() {
    var _ = Credentials.of(folder(), NOW);
  }

  @Test
  void what_is_whole_is_taken_up() {
    new StoreFolder(folder()).require(loops.loop("again"));
    assertThat(folder().number()).contains(7);
    assertThat(folder().port(0)).isPositive();
    assertThat(Credentials.of(folder(), NOW).adminToken())
        .isEqualTo(Credentials.of(folder(), NOW).adminToken());
    folder().transport().close();
  }

  @Test
  void a_cluster_whose_store_is_gone_does_not_begin_anew() {
    FileTree.remove(folder().file("store"));
    assertRefused(
        () -> new StoreFolder(folder()).require(loops.loop("again")),
        "The store in " + folder().file("store") + " is gone",
        "./timonier restore --from FILE --data " + folder().path());
    var said = run("backup", "--to", home.resolve("copy").toString(), "--data");
    assertThat(said).startsWith("timonier: The store in ").contains(" is gone").hasLineCount(1);
    assertThat(folder().file("store")).isEmptyDirectory();
    assertThat(home.resolve("copy")).doesNotExist();
  }

  /// Runs a command on the folder, which it cannot use, and returns its message.
  private String run(String... command) {
    var said = new java.io.StringWriter();
    var line = Main.commandLine().setErr(new java.io.PrintWriter(said, true));
    var all = new java.util.ArrayList<>(List.of(command));
    all.add(folder().path().toString());
    assertThat(line.execute(all.toArray(String[]::new))).isEqualTo(1);
    return said.toString().strip();
  }

  @Test
  void a_store_whose_files_cannot_be_read_is_refused_in_a_sentence() throws IOException {
    var log = folder().file("store").resolve("log-00000000000000000000");
    Files.delete(log);
    Files.createDirectory(log);
    assertRefused(() -> new StoreFolder(folder()).open(loops.loop("again")), "cannot be opened");
  }

  @Test
  void junk_in_a_number_is_refused() throws IOException {
    for (var junk : List.of("", "junk", "-1", "99999999999", "70000")) {
      write("port", junk);
      write("range", junk);
      var advice = "or remove " + folder().path() + " to begin anew";
      assertRefused(() -> folder().port(0), "port should hold a number", "another port", advice);
      assertRefused(() -> folder().transport(), "port should hold a number");
      assertRefused(() -> folder().number(), "range should hold a number", advice);
    }
    assertThat(folder().port(6443)).isEqualTo(6443);
  }

  @Test
  void junk_in_a_certificate_or_key_is_refused() throws IOException {
    for (var name : List.of("ca.crt", "ca.key")) {
      var whole = Files.readString(folder().file(name));
      for (var junk : List.of("", "junk", whole.substring(0, whole.length() / 2))) {
        write(name, junk);
        assertRefused(this::credentials, name + " does not hold", "put it back from a copy");
      }
      write(name, whole);
    }
    write("ca.crt", "junk");
    assertRefused(() -> folder().transport(), "ca.crt does not hold a certificate");
  }

  @Test
  void a_key_that_is_missing_or_another_authoritys_is_refused() throws IOException {
    var other = DataFolder.open(home.resolve("other"));
    var _ = Credentials.of(other, NOW);
    Files.copy(
        other.file("ca.key"),
        folder().file("ca.key"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertRefused(this::credentials, "ca.key does not hold the key of ca.crt");

    Files.delete(folder().file("ca.key"));
    assertRefused(this::credentials, "ca.key does not hold the cluster's key");
  }

  @Test
  void a_certificate_that_is_missing_while_nodes_have_theirs_is_refused() throws IOException {
    Files.createDirectories(folder().node("node-1"));
    Files.writeString(folder().node("node-1").resolve("client.pem"), "");
    Files.delete(folder().file("ca.crt"));
    assertRefused(this::credentials, "ca.crt does not hold the cluster's certificate");
  }

  @Test
  void a_file_of_a_token_holds_nothing_else() throws IOException {
    var token = Files.readString(folder().file("admin.token"));
    assertThat(Credentials.of(folder(), NOW).adminToken()).isEqualTo(token);
    assertThat(token).doesNotContainAnyWhitespaces();
  }

  @Test
  void an_empty_token_opens_nothing() throws IOException {
    write("admin.token", "\n");
    assertRefused(this::credentials, "admin.token does not hold a token");
  }

  @Test
  void down_stops_all_although_a_file_is_junk() throws IOException {
    write("range", "junk");
    assertThat(run("down", "--data")).startsWith("timonier: The file ").hasLineCount(1);
  }
}
