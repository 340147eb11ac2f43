package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.testing.Need;
import timonier.kit.testing.Needs;
import timonier.pods.host.Processes;

@Tag("real")
class HostRangeTest {

  @TempDir private Path home = Path.of("");

  private final List<HostRange> claimed = new ArrayList<>();

  @AfterEach
  void letGo() throws IOException {
    for (var range : claimed) {
      letGo(range);
    }
  }

  private static void letGo(HostRange range) throws IOException {
    for (Closeable claim : range.held()) {
      claim.close();
    }
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(home.resolve(name));
  }

  /// Claims a range for a cluster that starts for the first time.
  private HostRange first(String name) throws IOException {
    var range = kept(HostRange.claim(folder(name)));
    Files.writeString(home.resolve(name).resolve("range"), range.number() + "\n");
    return range;
  }

  private HostRange kept(HostRange range) {
    claimed.add(range);
    return range;
  }

  @Test
  void a_number_stays_claimed_after_a_garbage_collection() throws IOException {
    var first = first("a");
    System.gc();

    assertThatThrownBy(() -> HostRange.claimAgain(folder("b"), first.number()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("./timonier down --data " + home.resolve("a"));
    assertThat(first("c").number()).isNotEqualTo(first.number());
    assertThat(first.held()).isNotEmpty();
  }

  @Test
  void a_node_holds_the_number_while_its_server_is_away() throws IOException {
    var server = first("a");
    kept(HostRange.join(Optional.of(folder("a")), server.number()));
    letGo(server);

    assertThatThrownBy(() -> HostRange.claimAgain(folder("b"), server.number()))
        .isInstanceOf(CommandFailure.class);
    assertThat(first("b").number()).isNotEqualTo(server.number());
    assertThat(kept(HostRange.claimAgain(folder("a"), server.number())).number())
        .isEqualTo(server.number());
  }

  @Test
  void pods_hold_the_number_when_server_and_nodes_are_gone() throws IOException {
    var server = first("a");
    letGo(server);
    var pods = new ProcessBuilder("sleep", "777").start();
    try {
      var supervisor = folder("a/nodes/node-1/runtime/supervisor");
      Files.writeString(supervisor.resolve("process"), pods.pid() + " " + started(pods) + "\n");
      assertThatThrownBy(() -> HostRange.claimAgain(folder("b"), server.number()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(home.resolve("a").toString());
    } finally {
      pods.destroyForcibly();
    }
  }

  /// When a process started, from `/proc/PID/stat`.
  private static String started(Process process) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
  }

  @Test
  void a_node_that_comes_after_another_cluster_took_its_number_is_refused() throws IOException {
    var server = first("a");
    letGo(server);
    kept(HostRange.claimAgain(folder("b"), server.number()));

    assertThatThrownBy(() -> HostRange.join(Optional.of(folder("a")), server.number()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("Another cluster has number " + server.number());
  }

  @Test
  void a_new_cluster_is_not_given_the_number_of_one_that_will_want_it_again() throws IOException {
    var server = first("a");
    letGo(server);

    assertThat(first("b").number()).isNotEqualTo(server.number());
    assertThat(kept(HostRange.claimAgain(folder("a"), server.number())).number())
        .isEqualTo(server.number());
  }

  @Test
  @Needs({Need.ROOT, Need.IPROUTE})
  void only_pods_that_are_processes_have_a_bridge_and_it_is_kept_while_one_is_on_it()
      throws IOException {
    var range = first("a");
    try {
      range.prepare("simulated");
      assertThat(range.hasBridge()).isFalse();
      range.prepare("process");
      range.removeUnused();
      assertThat(range.hasBridge()).isFalse();

      range.prepare("process");
      range.network(1).join("bridged-for-a-test", 2);
      range.removeUnused();
      assertThat(range.hasBridge()).isTrue();
    } finally {
      range.network(1).leave("bridged-for-a-test");
      range.remove();
    }
    assertThat(range.hasBridge()).isFalse();
  }

  @Test
  void the_number_of_a_folder_that_is_gone_is_free() throws IOException {
    var server = first("a");
    letGo(server);
    Files.delete(home.resolve("a/range"));

    assertThat(HostNumber.of(server.number()).isFreeFor(folder("b"))).isTrue();
    assertThat(kept(HostRange.claimAgain(folder("b"), server.number())).number())
        .isEqualTo(server.number());
  }

  @Test
  @Needs({Need.ROOT, Need.IPROUTE})
  void a_new_cluster_does_not_get_the_addresses_of_a_bridge_that_was_left() throws IOException {
    var server = first("a");
    letGo(server);
    Files.delete(home.resolve("a/range"));
    var bridge = HostNumber.ENGINE_BRIDGE + server.number();
    ip("link", "add", bridge, "type", "bridge");
    try {
      ip("addr", "add", server.gateway() + "/16", "dev", bridge);
      assertThat(first("b").number()).isNotEqualTo(server.number());
      assertThat(kept(HostRange.claimAgain(folder("c"), server.number())).number())
          .as("the cluster that had it before may have it again")
          .isEqualTo(server.number());
    } finally {
      ip("link", "del", bridge);
    }
  }

  private static void ip(String... words) {
    var command = Stream.concat(Stream.of("ip"), Stream.of(words)).toList();
    assertThat(Processes.run(command)).as("%s", command).isZero();
  }
}
