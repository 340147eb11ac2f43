package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody else's folder stays as it is, whatever command is run on it by mistake.
class FolderOwnerTest {

  @TempDir private Path home;
  private Path theirs = Path.of("");

  @BeforeEach
  void make() throws IOException {
    theirs = Files.createDirectory(home.resolve("theirs"));
    Files.createDirectory(theirs.resolve("store"));
    Files.writeString(theirs.resolve("thesis.txt"), "years of work");
    Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Each file below a folder, and the folder itself, with its permissions.
  private static Map<String, String> listing(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var listing = new TreeMap<String, String>();
      for (var file : files.toList()) {
        listing.put(
            file.toString(), PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
      return listing;
    }
  }

  private static String refused(String... arguments) {
    var err = new StringWriter();
    assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute(arguments))
        .as(String.join(" ", arguments))
        .isEqualTo(1);
    return err.toString();
  }

  @Test
  void no_command_touches_somebody_elses_folder() throws IOException {
    var before = listing(theirs);
    var data = theirs.toString();

    for (var command :
        List.of(
            List.of("down", "--data", data),
            List.of("ctl", "get", "pods", "--data", data),
            List.of("ctl", "delete", "pod", "web", "--data", data),
            List.of("ctl", "logs", "web", "--data", data),
            List.of("backup", "--to", home.resolve("copy").toString(), "--data", data))) {
      assertThat(refused(command.toArray(String[]::new)))
          .isEqualTo(
              "timonier: There is no cluster in %s: start one with ./timonier up.%n"
                  .formatted(data));
    }
    assertThatThrownBy(() -> DataFolder.open(theirs))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "The folder %s holds other things than a cluster, and was left as it is. Choose an"
                + " empty or a new one with --data.",
            theirs);
    assertThat(listing(theirs)).isEqualTo(before);
  }

  @Test
  void no_command_makes_a_cluster_of_nothing_but_those_that_begin_one() throws IOException {
    var empty = Files.createDirectory(home.resolve("empty"));
    var before = listing(home);

    for (var data : List.of(empty, home.resolve("nowhere"))) {
      assertThat(refused("down", "--data", data.toString())).contains("There is no cluster in");
      assertThat(refused("ctl", "get", "pods", "--data", data.toString()))
          .contains("There is no cluster in");
    }
    assertThat(listing(home)).isEqualTo(before);
  }

  @Test
  void a_cluster_may_have_a_folder_that_holds_nothing() throws IOException {
    var onlyStore = Files.createDirectories(home.resolve("only/store")).getParent();
    for (var folder : List.of(home.resolve("new/folder"), home.resolve("empty"), onlyStore)) {
      assertThat(FolderOwner.of(folder)).isEqualTo(FolderOwner.NOBODY);
      assertThat(DataFolder.open(folder).path()).isEqualTo(folder);
      assertThat(FolderOwner.of(folder)).isEqualTo(FolderOwner.CLUSTER);
      assertThat(Files.getPosixFilePermissions(folder))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void a_cluster_keeps_its_folder_whatever_else_is_put_there() throws IOException {
    var folder = DataFolder.open(home.resolve("own"));
    Files.writeString(folder.file("notes"), "of the owner");

    assertThat(DataFolder.open(folder.path())).isEqualTo(folder);
    assertThat(DataFolder.existing(folder.path())).isEqualTo(folder);
  }

  @Test
  void a_folder_that_holds_clusters_only_may_have_one_of_its_own() throws IOException {
    DataFolder.open(home.resolve("default/run-02"));
    assertThat(DataFolder.open(home.resolve("default")).path()).isEqualTo(home.resolve("default"));
    assertThat(FolderOwner.of(theirs)).isEqualTo(FolderOwner.SOMEBODY);
    assertThat(FolderOwner.of(theirs.resolve("thesis.txt"))).isEqualTo(FolderOwner.SOMEBODY);
  }

  @Test
  void a_node_does_not_take_somebody_elses_folder_either() throws IOException {
    var before = listing(theirs);

    assertThatThrownBy(() -> DataFolder.nodeHome(theirs))
        .hasMessageContaining("holds other things than a cluster");
    assertThat(listing(theirs)).isEqualTo(before);
    var own = DataFolder.open(home.resolve("own")).node("node-1");
    Files.createDirectories(own);
    Files.writeString(own.resolve("process"), "1 1");
    assertThat(DataFolder.nodeHome(own)).isEqualTo(own);
    var fresh = DataFolder.nodeHome(home.resolve("new"));
    Files.createFile(fresh.resolve("client.pem"));
    assertThat(DataFolder.nodeHome(fresh)).isEqualTo(fresh);
  }

  @Test
  void a_store_that_holds_something_is_not_nothing() throws IOException {
    var folder = Files.createDirectories(home.resolve("shop"));
    Files.createDirectory(folder.resolve("store"));
    Files.writeString(folder.resolve("store/prices"), "1, 2, 3");

    assertThat(FolderOwner.of(folder)).isEqualTo(FolderOwner.SOMEBODY);
  }
}
