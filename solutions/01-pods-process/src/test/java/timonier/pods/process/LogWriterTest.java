package timonier.pods.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {

  @TempDir private Path folder = Path.of("");

  private Path log() {
    return folder.resolve("log");
  }

  private static void say(LogWriter.Stream stream, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.write(bytes, bytes.length);
  }

  /// The entries of a log, without their times.
  private List<String> entries() throws IOException {
    return Files.readAllLines(log()).stream()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  @Test
  void each_line_has_its_time_and_its_stream() throws IOException {
    try (var writer = new LogWriter(log())) {
      say(writer.stream("stdout"), "one\ntwo\n");
      say(writer.stream("stderr"), "three\n");
    }
    assertThat(entries()).containsExactly("stdout F one", "stdout F two", "stderr F three");
    assertThat(Files.readAllLines(log()))
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z .*"));
  }

  @Test
  void a_line_is_written_when_it_is_complete_and_its_rest_at_the_end() throws IOException {
    try (var writer = new LogWriter(log())) {
      var stream = writer.stream("stdout");
      say(stream, "be");
      assertThat(entries()).isEmpty();
      say(stream, "gin\nre");
      assertThat(entries()).containsExactly("stdout F begin");
      say(stream, "st");
      stream.end();
    }
    assertThat(entries()).containsExactly("stdout F begin", "stdout P rest");
  }

  @Test
  void what_a_full_disk_did_not_take_is_lost_and_what_follows_is_written() throws IOException {
    Files.createSymbolicLink(log(), Path.of("/dev/full"));
    try (var writer = new LogWriter(log())) {
      var stream = writer.stream("stdout");
      assertThatThrownBy(() -> say(stream, "lost\n")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> say(stream, "lost, too\n")).isInstanceOf(IOException.class);
      Files.delete(log());
      say(stream, "again\n");
      say(stream, "and again\n");
    }
    assertThat(entries()).containsExactly("stdout F again", "stdout F and again");
  }

  @Test
  void a_long_line_is_written_in_parts() throws IOException {
    var part = "x".repeat(16 << 10);
    try (var writer = new LogWriter(log())) {
      say(writer.stream("stdout"), part + part + "y\n");
    }
    assertThat(entries()).containsExactly("stdout P " + part, "stdout P " + part, "stdout F y");
  }

  @Test
  void a_full_log_makes_room_and_a_few_old_ones_are_kept() throws IOException {
    try (var writer = new LogWriter(log(), 1)) {
      var stream = writer.stream("stdout");
      for (var number = 1; number <= 7; number++) {
        say(stream, number + "\n");
      }
    }
    assertThat(Files.size(log())).isZero();
    assertThat(Files.readString(folder.resolve("log.1"))).endsWith(" 7\n");
    assertThat(Files.readString(folder.resolve("log.4"))).endsWith(" 4\n");
    assertThat(folder.resolve("log.5")).doesNotExist();
  }
}
