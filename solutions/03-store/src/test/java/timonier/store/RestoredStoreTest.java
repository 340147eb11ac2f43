package timonier.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.LiveLoops;
import timonier.kit.sim.SimulatedDisk;

class RestoredStoreTest {

  private static final long LEAP = 1000;
  private static final StoreKey KEY = new StoreKey("pods", "default", "a");

  private static byte[] backup() {
    var store = new MemoryStore();
    store.put(KEY, "one".getBytes(UTF_8), 0);
    return Backup.of(store);
  }

  private static final class PowerFails extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void a_client_that_saw_lost_writes_must_read_again() {
    var disk = new SimulatedDisk(() -> {});
    Backup.restore(backup(), disk, LEAP);

    try (var loops =
            new LiveLoops((_, bug) -> {
              throw new AssertionError(bug);
            });
        var store = new LogStore(loops.loop("store"), disk)) {
      assertThat(store.get(KEY).map(Store.Entry::modRevision)).contains(1L);
      assertThatThrownBy(() -> store.watch(KeyRange.of("pods"), 500, () -> {}))
          .isInstanceOf(Store.Compacted.class);
      assertThat(store.put(KEY, "two".getBytes(UTF_8), 1).modRevision()).isEqualTo(LEAP + 2);
    }
  }

  @Test
  void a_restore_that_the_power_cut_can_be_done_again() {
    var backup = backup();
    var whole = new SimulatedDisk(() -> {});
    Backup.restore(backup, whole, LEAP);
    var operations = whole.operations();
    for (var fatal = 1; fatal <= operations; fatal++) {
      var left = new int[] {fatal};
      var disk =
          new SimulatedDisk(() -> {
            if (--left[0] == 0) {
              throw new PowerFails();
            }
          });
      assertThatThrownBy(() -> Backup.restore(backup, disk, LEAP)).isInstanceOf(PowerFails.class);
      disk.powerCut(new Random(fatal));
      left[0] = Integer.MAX_VALUE;

      if (disk.list().stream().noneMatch(name -> name.equals(StoreFiles.snapshot(LEAP + 1)))) {
        Backup.restore(backup, disk, LEAP);
      }
      assertThat(disk.read(StoreFiles.snapshot(LEAP + 1)))
          .isEqualTo(whole.read(StoreFiles.snapshot(LEAP + 1)));
    }
  }
}
