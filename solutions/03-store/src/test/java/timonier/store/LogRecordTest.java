package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("03-5")
class LogRecordTest {

  private static LogRecord record(long revision, String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var key = new StoreKey("pods", "default", "web");
    return new LogRecord(
        LogRecord.Kind.WRITES,
        revision,
        0,
        List.of(new LogRecord.Item(key, false, revision, bytes)));
  }

  private static byte[] log(LogRecord... records) {
    var out = new ByteArrayOutputStream();
    for (var record : records) {
      record.writeTo(out);
    }
    return out.toByteArray();
  }

  @Check("A whole record is read with all that was written.")
  void a_whole_record_is_read() {
    var read = LogRecord.read(ByteBuffer.wrap(log(record(7, "hello"))));

    assertThat(read.map(LogRecord::revision)).as("the revision of the record").contains(7L);
    assertThat(read.stream().flatMap(found -> found.items().stream()))
        .as("the values of the record")
        .extracting(item -> new String(item.value(), StandardCharsets.UTF_8))
        .containsExactly("hello");
    assertThat(LogRecord.read(ByteBuffer.wrap(log(LogRecord.end(8)))).map(LogRecord::revision))
        .as("the revision of the shortest record, which has no values")
        .contains(8L);
  }

  @Check("After a record, the log's position is at the next.")
  void records_follow_each_other() {
    var log = ByteBuffer.wrap(log(record(1, "a"), record(2, "bb"), record(3, "c")));

    for (var revision = 1L; revision <= 3; revision++) {
      assertThat(LogRecord.read(log).map(LogRecord::revision))
          .as("record %d of three", revision)
          .contains(revision);
    }
    assertThat(LogRecord.read(log)).as("what comes after the last record").isEmpty();
  }

  @Check("A torn record is not read, wherever it was torn.")
  void a_torn_record_is_not_read() {
    var whole = log(record(1, "hello"));

    for (var length = 0; length < whole.length; length++) {
      assertThat(LogRecord.read(ByteBuffer.wrap(Arrays.copyOf(whole, length))))
          .as("the first %d bytes of a record of %d", length, whole.length)
          .isEmpty();
    }
  }

  @Check("A record with one wrong byte is not read, whichever byte it is.")
  void a_damaged_record_is_not_read() {
    var whole = log(record(1, "hello"));

    for (var place = 0; place < whole.length; place++) {
      var damaged = whole.clone();
      damaged[place] ^= 0x40;
      assertThat(LogRecord.read(ByteBuffer.wrap(damaged)))
          .as("a record whose byte %d is wrong", place)
          .isEmpty();
    }
  }

  @Check("An impossible length is not a reason to throw.")
  void an_impossible_length_is_not_a_record() {
    for (var length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1}) {
      var log = ByteBuffer.allocate(100).putInt(0, length);
      assertThat(LogRecord.read(log)).as("100 bytes that begin with length %d", length).isEmpty();
    }
  }

  @Check("Zeros are not a record, though their checksum may fit.")
  void zeros_are_not_a_record() {
    assertThat(LogRecord.read(ByteBuffer.allocate(64))).as("64 zeros").isEmpty();
  }

  @Check("If there is no record, the log's position is unchanged.")
  void the_place_of_the_damage_is_kept() {
    var bytes = log(record(1, "a"), record(2, "b"));
    bytes[bytes.length - 1] ^= 1;
    var log = ByteBuffer.wrap(bytes);
    var _ = LogRecord.read(log);
    var place = log.position();
    var _ = LogRecord.read(log);

    assertThat(log.position())
        .as("the position of a log after a damaged record that begins at %d", bytes.length / 2)
        .isEqualTo(place)
        .isEqualTo(bytes.length / 2);
  }
}
