package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.loop.Disk;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.LiveDisk;
import timonier.kit.sim.SimulatedDisk;
import timonier.kit.sim.Simulation;

/// A store whose disk is full, damaged, shared, or new.
class StoreDiskTest {

  private static final KeyRange ALL = KeyRange.of("configmaps");

  private final Simulation simulation = new Simulation(1);
  private final EventLoop loop = simulation.loop("store");
  private final SimulatedDisk disk = new SimulatedDisk(() -> {});

  @AfterEach
  void end() {
    simulation.close();
  }

  private static StoreKey key(String name) {
    return new StoreKey("configmaps", "default", name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void with(Disk disk, long logLimit, Consumer<LogStore> work) {
    simulation.call(() -> {
      try (var store = new LogStore(loop, disk, logLimit)) {
        work.accept(store);
      }
      return "done";
    });
  }

  private void with(Consumer<LogStore> work) {
    with(disk, LogStore.LOG_LIMIT, work);
  }

  private String file(Predicate<String> wanted) {
    return disk.list().stream().filter(wanted).findFirst().orElseThrow();
  }

  /// Flips one bit of a file.
  private void damage(String file, int place) {
    var bytes = disk.read(file);
    bytes[place] ^= 1;
    disk.truncate(file, 0);
    try (var appender = disk.append(file)) {
      appender.write(bytes, 0, bytes.length);
      appender.sync();
    }
  }

  private void append(String file, byte[] bytes) {
    try (var appender = disk.append(file)) {
      appender.write(bytes, 0, bytes.length);
      appender.sync();
    }
  }

  private static void write(Store store, int from, int to) {
    for (var i = from; i < to; i++) {
      store.put(key("key-" + i), bytes("value " + i), 0);
    }
  }

  @Test
  void a_full_disk_makes_the_store_read_only_until_there_is_room() {
    with(store -> {
      write(store, 0, 3);
      disk.room(40);

      assertThatThrownBy(() -> store.put(key("more"), bytes("x"), 0))
          .isInstanceOf(Store.ReadOnly.class)
          .hasMessage("the store takes no writes until its disk does: No space left on device");
      assertThat(store.get(key("more"))).isEmpty();
      assertThat(store.range(ALL, 0, 0, Optional.empty()).entries()).hasSize(3);
      disk.room(10_000);
      assertThat(store.put(key("more"), bytes("y"), 0).modRevision()).isEqualTo(4);
    });
    with(store -> {
      assertThat(store.revision()).isEqualTo(4);
      assertThat(store.get(key("more")).map(Store.Entry::value)).contains(bytes("y"));
    });
  }

  @Test
  void a_snapshot_that_does_not_fit_is_taken_later() {
    with(
        disk,
        1000,
        store -> {
          write(store, 0, 10);
          disk.room(400);
          write(store, 10, 13);
          assertThat(disk.list()).noneMatch(name -> name.startsWith("snapshot"));
          disk.room(100_000);
          write(store, 13, 30);
          assertThat(disk.list()).anyMatch(name -> name.startsWith("snapshot"));
        });
    with(store -> assertThat(store.range(ALL, 0, 0, Optional.empty()).entries()).hasSize(30));
  }

  @Test
  void a_damaged_middle_is_refused_in_one_sentence() {
    with(store -> write(store, 0, 5));
    var log = file(name -> name.startsWith("log"));
    damage(log, 30);

    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessage(
            log
                + " is damaged at byte 0, in the middle of writes that were acknowledged: restore a"
                + " backup");
  }

  @Test
  void a_torn_end_is_cut_off() {
    with(store -> write(store, 0, 5));
    var log = file(name -> name.startsWith("log"));
    disk.truncate(log, disk.read(log).length - 1);

    with(store -> {
      assertThat(store.revision()).isEqualTo(4);
      assertThat(store.dropped().orElseThrow().sentence())
          .isEqualTo(
              "the end of the store could not be read and was dropped: 1 write after revision 4,"
                  + " which was written 2026-01-01T00:00:00Z");
      assertThat(store.put(key("key-4"), bytes("again"), 0).modRevision()).isEqualTo(5);
    });
    with(store -> {
      assertThat(store.revision()).isEqualTo(5);
      assertThat(store.dropped()).isEmpty();
    });
  }

  @Test
  void damage_in_the_last_record_is_dropped_and_reported() {
    with(store -> write(store, 0, 5));
    var log = file(name -> name.startsWith("log"));
    damage(log, disk.read(log).length - 1);

    with(store -> {
      assertThat(store.revision()).isEqualTo(4);
      assertThat(store.dropped()).map(Store.Dropped::writes).contains(1L);
    });
  }

  @Test
  void a_log_that_lost_its_last_batch_where_a_record_ends_says_so() {
    with(store -> write(store, 0, 4));
    var log = file(name -> name.startsWith("log"));
    var whole = disk.read(log).length;
    with(store -> write(store, 4, 5));
    disk.truncate(log, whole);

    with(store -> {
      assertThat(store.revision()).isEqualTo(4);
      assertThat(store.dropped()).map(Store.Dropped::writes).contains(1L);
    });
  }

  @Test
  void a_log_that_was_cut_short_is_refused_wherever_it_was_cut() {
    with(store -> write(store, 0, 5));
    var log = file(name -> name.startsWith("log"));
    var bytes = disk.read(log);
    for (var left = 0; left < bytes.length * 4 / 5; left++) {
      disk.truncate(log, left);

      assertThatThrownBy(() -> with(store -> {}))
          .as("cut to " + left + " bytes")
          .isInstanceOf(Store.Damaged.class)
          .hasMessageStartingWith(log + " ends at byte ")
          .hasMessageEndingWith(" to 5 are gone, which were acknowledged: restore a backup");
      disk.truncate(log, 0);
      append(log, bytes);
    }
    with(store -> assertThat(store.revision()).isEqualTo(5));
  }

  @Test
  void a_log_that_is_missing_is_refused() {
    with(store -> write(store, 0, 5));
    var log = file(name -> name.startsWith("log"));
    disk.delete(log);
    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessageStartingWith(log + " ends at byte 0 of ");
  }

  @Test
  void a_log_without_its_snapshot_and_a_snapshot_without_its_log_are_refused() {
    with(disk, 1000, store -> write(store, 0, 30));
    var snapshot = file(name -> name.startsWith("snapshot"));
    var log = file(name -> name.startsWith("log"));
    disk.delete(log);
    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessage(
            "%s is there, but %s, with the writes after it, is not: restore a backup"
                .formatted(snapshot, log));

    disk.delete(snapshot);
    append(log, new byte[0]);
    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessage(
            "%s is there, but %s, which it follows, is not there: restore a backup"
                .formatted(log, snapshot));
  }

  @Test
  void records_in_another_order_and_the_file_of_another_revision_are_refused() {
    with(store -> write(store, 0, 5));
    var log = file(name -> name.startsWith("log"));
    var bytes = disk.read(log);
    var size = bytes.length / 5;
    for (var first = 0; first < 4; first++) {
      var swapped = bytes.clone();
      System.arraycopy(bytes, first * size, swapped, (first + 1) * size, size);
      System.arraycopy(bytes, (first + 1) * size, swapped, first * size, size);
      disk.truncate(log, 0);
      append(log, swapped);

      assertThatThrownBy(() -> with(store -> {}))
          .isInstanceOf(Store.Damaged.class)
          .hasMessage(
              "%s is damaged at byte %d, where revision %d should be and is not: restore a backup"
                  .formatted(log, first * size, first + 1));
    }

    var other = new SimulatedDisk(() -> {});
    Backup.restore(Backup.of(new MemoryStore()), other, 7);
    other.rename(StoreFiles.snapshot(7), StoreFiles.snapshot(9));
    other.rename(StoreFiles.log(7), StoreFiles.log(9));
    assertThatThrownBy(() -> with(other, LogStore.LOG_LIMIT, store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessage(
            StoreFiles.snapshot(9) + " holds revision 7, so it is another file: restore a backup");
  }

  @Test
  void a_damaged_or_missing_snapshot_is_refused() {
    with(disk, 1000, store -> write(store, 0, 30));
    var snapshot = file(name -> name.startsWith("snapshot"));
    damage(snapshot, 100);
    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessageStartingWith(snapshot + " is damaged at byte ");

    disk.delete(snapshot);
    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOf(Store.Damaged.class)
        .hasMessageEndingWith(
            " holds writes, but "
                + snapshot
                + ", which they follow, is not there: restore a backup");
  }

  @Test
  void a_folder_has_one_store_at_a_time(@TempDir Path folder) {
    with(
        new LiveDisk(folder),
        LogStore.LOG_LIMIT,
        store ->
            assertThatThrownBy(() -> new LogStore(loop, new LiveDisk(folder)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("another process uses the folder " + folder));
    with(new LiveDisk(folder), LogStore.LOG_LIMIT, store -> write(store, 0, 1));
  }

  @Test
  void a_backup_is_taken_while_the_store_runs_and_keeps_its_revisions() {
    var backup = new byte[1][];
    with(store -> {
      write(store, 0, 5);
      store.delete(key("key-0"), 1);
      backup[0] = Backup.of(store);
      write(store, 5, 9);
    });
    var other = new SimulatedDisk(() -> {});
    Backup.restore(backup[0], other);

    assertThatThrownBy(() -> Backup.restore(backup[0], other))
        .isInstanceOf(IllegalStateException.class);
    with(
        other,
        LogStore.LOG_LIMIT,
        store -> {
          assertThat(store.revision()).isEqualTo(6);
          assertThat(store.get(key("key-4")).map(Store.Entry::modRevision)).contains(5L);
          assertThat(store.get(key("key-0"))).isEmpty();
          assertThat(store.put(key("new"), bytes("x"), 0).modRevision()).isEqualTo(7);
        });
    assertThatThrownBy(
            () -> Backup.restore(Arrays.copyOf(backup[0], 50), new SimulatedDisk(() -> {})))
        .isInstanceOf(Store.Damaged.class);
  }

  @Test
  void a_store_that_runs_takes_a_backup_as_writes_of_one_revision() {
    with(store -> {
      write(store, 0, 3);
      var backup = Backup.of(store);
      store.delete(key("key-0"), 1);
      store.put(key("key-1"), bytes("changed"), 2);
      write(store, 3, 5);
      var cursor = store.watch(ALL, store.revision(), () -> {});

      assertThat(Backup.restore(backup, store)).isEqualTo(8);
      assertThat(cursor.poll(1))
          .extracting(change -> change.key().name())
          .containsExactlyInAnyOrder("key-0", "key-1", "key-3", "key-4");
      assertThat(store.get(key("key-1")).map(Store.Entry::value)).contains(bytes("value 1"));
      assertThat(Backup.restore(backup, store)).isEqualTo(8);
    });
  }
}
