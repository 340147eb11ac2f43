package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("01-4")
class LogEntryTest {

  private static final String TIME = "2026-01-02T03:04:05.123456789Z";

  @Check("An entry tells when it was said, and on which stream.")
  void an_entry_has_a_time_and_a_stream() {
    var entry = LogEntry.parse(TIME + " stderr F oh no");

    assertThat(entry.map(LogEntry::time))
        .as("the time of \"%s stderr F oh no\"", TIME)
        .contains(Instant.parse(TIME));
    assertThat(entry.map(LogEntry::stream))
        .as("the stream of \"%s stderr F oh no\"", TIME)
        .contains("stderr");
  }

  @Check("The text keeps all its spaces.")
  void the_text_keeps_its_spaces() {
    assertThat(LogEntry.parse(TIME + " stdout F   two  spaces ").map(LogEntry::text))
        .as("the text of \"… stdout F   two  spaces \"")
        .contains("  two  spaces ");
  }

  @Check("An empty line of output is an entry with an empty text.")
  void an_empty_line_is_an_entry() {
    assertThat(LogEntry.parse(TIME + " stdout F ").map(LogEntry::text))
        .as("the text of \"… stdout F \"")
        .contains("");
  }

  @Check("The tag P says that the line goes on; the tag F says that it ends.")
  void the_tag_tells_parts_from_ends() {
    assertThat(LogEntry.parse(TIME + " stdout P begin").map(LogEntry::isPartial))
        .as("whether the line goes on after \"… stdout P begin\"")
        .contains(true);
    assertThat(LogEntry.parse(TIME + " stdout F end").map(LogEntry::isPartial))
        .as("whether the line goes on after \"… stdout F end\"")
        .contains(false);
  }

  @Check("Only the first tag counts: further ones follow colons.")
  void further_tags_are_passed_over() {
    assertThat(LogEntry.parse(TIME + " stdout P:x begin").map(LogEntry::isPartial))
        .as("whether the line goes on after \"… stdout P:x begin\"")
        .contains(true);
    assertThat(LogEntry.parse(TIME + " stdout F:P end").map(LogEntry::isPartial))
        .as("whether the line goes on after \"… stdout F:P end\"")
        .contains(false);
  }

  @Check("What was cut off in the middle is no entry.")
  void a_torn_entry_is_none() {
    assertThat(LogEntry.parse(TIME + " stdout F")).as("\"… stdout F\"").isEmpty();
    assertThat(LogEntry.parse("")).as("an empty line of the file").isEmpty();
  }

  @Check("What has no time at its begin is no entry, and no error either.")
  void an_entry_needs_a_time() {
    assertThat(LogEntry.parse("yesterday stdout F hello"))
        .as("\"yesterday stdout F hello\"")
        .isEmpty();
  }

  @Check("There are two streams, and no others.")
  void an_entry_needs_a_stream() {
    assertThat(LogEntry.parse(TIME + " stdin F hello")).as("\"… stdin F hello\"").isEmpty();
  }
}
