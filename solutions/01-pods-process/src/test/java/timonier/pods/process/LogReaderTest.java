package timonier.pods.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.pods.runtime.ContainerRuntime.LogOptions;

class LogReaderTest {

  private static final String BEGIN = "2026-01-01T00:00:0";

  @TempDir private Path folder = Path.of("");

  private Path log() {
    return folder.resolve("log");
  }

  private static String entry(int second, String tag, String text) {
    return BEGIN + second + ".000000000Z stdout " + tag + " " + text + "\n";
  }

  private void add(String text) {
    try {
      Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LogOptions options(Optional<Long> tail, Optional<Instant> since, boolean times) {
    return new LogOptions(false, tail, since, times, Optional.empty());
  }

  private String read(LogOptions options) {
    return follow(options, List.of());
  }

  /// Follows the log while things happen, one at each pause; the container ends after the last.
  private String follow(LogOptions options, List<Runnable> happenings) {
    var out = new ByteArrayOutputStream();
    var left = new ArrayDeque<>(happenings);
    new LogReader(log(), options).copy(out, () -> !left.isEmpty(), () -> left.remove().run());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_last_lines_are_found_from_the_end() {
    for (var second = 1; second <= 5; second++) {
      add(entry(second, "F", "x".repeat(5000) + second));
    }
    var last = read(options(Optional.of(2L), Optional.empty(), false));
    assertThat(last.lines().map(line -> line.substring(5000))).containsExactly("4", "5");
    assertThat(read(options(Optional.of(9L), Optional.empty(), false)).lines()).hasSize(5);
    assertThat(read(options(Optional.of(0L), Optional.empty(), false))).isEmpty();
  }

  @Test
  void only_what_was_said_since_then_is_wanted() {
    add(entry(1, "F", "one") + entry(2, "F", "two") + entry(3, "F", "three"));

    var since = Optional.of(Instant.parse(BEGIN + "2Z"));
    assertThat(read(options(Optional.empty(), since, false))).isEqualTo("two\nthree\n");
    assertThat(read(options(Optional.of(1L), since, false))).isEqualTo("three\n");
  }

  @Test
  void the_time_is_shown_where_a_line_begins_and_a_part_has_no_end() {
    add(entry(1, "P", "be") + entry(2, "F", "gin") + entry(3, "P", "rest"));

    assertThat(read(options(Optional.empty(), Optional.empty(), true)))
        .isEqualTo(BEGIN + "1.000000000Z begin\n" + BEGIN + "3.000000000Z rest");
  }

  @Test
  void reading_goes_on_while_the_log_grows_and_ends_with_the_container() {
    add(entry(1, "F", "one"));
    var followed = new LogOptions(true, Optional.of(0L), Optional.empty(), false, Optional.empty());

    var read =
        follow(
            followed,
            List.of(
                () -> add(entry(2, "F", "two") + BEGIN),
                () -> add("3Z stdout F three\n"),
                () -> add(entry(4, "F", "four"))));
    assertThat(read).isEqualTo("two\nthree\nfour\n");
  }

  @Test
  void reading_goes_on_in_the_log_that_takes_the_place_of_a_full_one() {
    add(entry(1, "F", "one"));
    var followed =
        new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.empty());

    var read =
        follow(
            followed,
            List.of(
                () -> {
                  add(entry(2, "F", "two"));
                  assertThat(log().toFile().renameTo(folder.resolve("log.1").toFile())).isTrue();
                  add(entry(3, "F", "three"));
                },
                () -> add(entry(4, "F", "four"))));
    assertThat(read).isEqualTo("one\ntwo\nthree\nfour\n");
  }

  @Test
  void a_limit_cuts_in_the_middle_of_a_line() {
    add(entry(1, "F", "one") + entry(2, "F", "two"));

    assertThat(
            read(new LogOptions(true, Optional.empty(), Optional.empty(), false, Optional.of(5L))))
        .isEqualTo("one\nt");
  }
}
