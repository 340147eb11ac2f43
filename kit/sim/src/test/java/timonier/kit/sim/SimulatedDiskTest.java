package timonier.kit.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {

  /// One generator for all cuts: the first numbers of generators with neighbouring seeds are alike.
  private final Random random = new Random(1);

  private final SimulatedDisk disk = new SimulatedDisk(() -> {});

  private void write(String name, String text, boolean sync) {
    try (var file = disk.append(name)) {
      var bytes = text.getBytes(UTF_8);
      file.write(bytes, 0, bytes.length);
      if (sync) {
        file.sync();
      }
    }
  }

  @Test
  void what_was_synced_survives_every_power_cut() {
    write("log", "certain", true);
    disk.syncFolder();
    for (var cut = 0; cut < 100; cut++) {
      write("log", "perhaps", false);
      disk.powerCut(random);

      assertThat(new String(disk.read("log"), UTF_8)).startsWith("certain");
    }
  }

  @Test
  void of_what_was_not_synced_any_number_of_bytes_survives_from_the_front() {
    var lengths = new HashSet<Integer>();
    for (var cut = 0; cut < 200; cut++) {
      var torn = new SimulatedDisk(() -> {});
      try (var file = torn.append("log")) {
        file.write(new byte[5], 0, 5);
      }
      torn.syncFolder();
      torn.powerCut(random);
      lengths.add(torn.read("log").length);
    }

    assertThat(lengths).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void the_last_surviving_byte_may_be_damaged() {
    var damaged = 0;
    for (var cut = 0; cut < 100; cut++) {
      var torn = new SimulatedDisk(() -> {});
      try (var file = torn.append("log")) {
        file.write(new byte[5], 0, 5);
      }
      torn.syncFolder();
      torn.powerCut(random);
      var read = torn.read("log");
      damaged += Arrays.equals(read, new byte[read.length]) ? 0 : 1;
    }

    assertThat(damaged).isBetween(10, 90);
  }

  @Test
  void a_rename_is_certain_only_after_the_folder_was_synced() {
    write("old", "x", true);
    disk.syncFolder();
    disk.rename("old", "new");
    var seen = new HashSet<List<String>>();
    for (var cut = 0; cut < 50; cut++) {
      seen.add(namesAfterUnsyncedRename());
    }

    assertThat(seen).isEqualTo(Set.of(List.of("old"), List.of("new")));
    disk.syncFolder();
    disk.powerCut(random);
    assertThat(disk.list()).containsExactly("new");
  }

  private List<String> namesAfterUnsyncedRename() {
    var fresh = new SimulatedDisk(() -> {});
    fresh.append("old").close();
    fresh.syncFolder();
    fresh.rename("old", "new");
    fresh.powerCut(random);
    return fresh.list();
  }

  @Test
  void a_deleted_file_may_come_back_until_the_folder_was_synced() {
    var returned = 0;
    for (var cut = 0; cut < 50; cut++) {
      var fresh = new SimulatedDisk(() -> {});
      fresh.append("a").close();
      fresh.syncFolder();
      fresh.delete("a");
      fresh.powerCut(random);
      returned += fresh.list().size();
    }

    assertThat(returned).isBetween(5, 45);
  }
}
