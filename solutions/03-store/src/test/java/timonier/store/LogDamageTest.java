package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("03-8")
class LogDamageTest {

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /// Writes records that share a sync.
  ///
  /// @return where each begins
  private int[] batch(int records, int valueSize) {
    var synced = log.size();
    var begins = new int[records];
    for (var i = 0; i < records; i++) {
      begins[i] = log.size();
      var value = new byte[valueSize];
      Arrays.fill(value, (byte) 'x');
      var key = new StoreKey("pods", "default", "web");
      new LogRecord(
              LogRecord.Kind.WRITES, 1, synced, List.of(new LogRecord.Item(key, false, 1, value)))
          .writeTo(log);
    }
    return begins;
  }

  /// The log with one wrong byte.
  private byte[] damagedAt(int place) {
    var bytes = log.toByteArray();
    bytes[place] ^= 1;
    return bytes;
  }

  @Check("The last record may be torn.")
  void the_last_record_may_be_torn() {
    batch(1, 10);
    var last = batch(1, 10)[0];
    var torn = Arrays.copyOf(log.toByteArray(), log.size() - 3);

    assertThat(LogDamage.isTornEnd(torn, last))
        .as("a log whose last record lacks three bytes: a torn end")
        .isTrue();
  }

  @Check("A record written after a sync proves that a damaged one before it was durable once.")
  void a_later_batch_proves_the_damage() {
    var first = batch(1, 10)[0];
    batch(1, 10);

    assertThat(LogDamage.isTornEnd(damagedAt(first + 20), first))
        .as("a damaged record, and a whole one that was written after a sync: a torn end")
        .isFalse();
  }

  @Check("A whole record of the same batch proves nothing: a disk writes in any order.")
  void the_same_batch_proves_nothing() {
    batch(1, 10);
    var begins = batch(3, 10);

    assertThat(LogDamage.isTornEnd(damagedAt(begins[1] + 20), begins[1]))
        .as("a damaged record between two whole ones that shared its sync: a torn end")
        .isTrue();
  }

  @Check("A record that knew the log to be durable exactly up to the damage proves nothing either.")
  void safe_up_to_the_damage_proves_nothing() {
    batch(1, 10);
    var begins = batch(3, 10);

    assertThat(LogDamage.isTornEnd(damagedAt(begins[0] + 20), begins[0]))
        .as("a damaged first record of a batch, and two whole ones of it: a torn end")
        .isTrue();
  }

  @Check("Whole records that prove nothing do not end the search for one that does.")
  void the_search_goes_on_after_records_that_prove_nothing() {
    var first = batch(2, 10)[0];
    batch(1, 10);

    assertThat(LogDamage.isTornEnd(damagedAt(first + 20), first))
        .as("a damaged record, a whole one of its batch, one after a sync: a torn end")
        .isFalse();
  }

  @Check("The proof may come long after the damage, and after more damage.")
  void the_proof_may_be_far_away() {
    var first = batch(1, 300)[0];
    var second = batch(1, 300)[0];
    batch(1, 300);
    var bytes = damagedAt(first + 3);
    bytes[second + 50] ^= 1;

    assertThat(LogDamage.isTornEnd(bytes, first))
        .as("a log with two damaged records, before a whole one: a torn end")
        .isFalse();
  }

  @Check("Nothing but zeros after the last record is a torn end.")
  void zeros_are_a_torn_end() {
    batch(1, 10);
    var bytes = Arrays.copyOf(log.toByteArray(), log.size() + 512);

    assertThat(LogDamage.isTornEnd(bytes, log.size()))
        .as("a whole record, and then 512 zeros: a torn end")
        .isTrue();
  }

  @Check("Damage in the last batch alone looks like a torn end.")
  void the_last_batch_has_no_proof() {
    batch(1, 10);
    var begins = batch(2, 10);

    assertThat(LogDamage.isTornEnd(damagedAt(begins[1] + 20), begins[1]))
        .as("a damaged last record of the last batch: a torn end")
        .isTrue();
  }
}
