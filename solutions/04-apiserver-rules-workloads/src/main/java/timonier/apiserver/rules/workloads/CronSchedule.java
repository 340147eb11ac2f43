package timonier.apiserver.rules.workloads;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Times in the form of cron, as in `*/5 8-18 * * mon-fri`: minute, hour, day of the month, month,
/// day of the week (`github.com/robfig/cron`).
final class CronSchedule {

  private static final Set<String> NAMED =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

  /// A span of time as Go writes it, as in `1h30m`.
  private static final Pattern DURATION =
      Pattern.compile("[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)");

  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, List.of()),
          new Field(0, 23, List.of()),
          new Field(1, 31, List.of()),
          new Field(
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  /// What is wrong with a schedule; empty if nothing is.
  static Optional<String> fault(String schedule) {
    var rest = schedule;
    if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
      var parts = rest.split(" ", 2);
      var zone = parts[0].substring(parts[0].indexOf('=') + 1);
      if (!isZone(zone)) {
        return Optional.of("provided bad location " + zone + ": unknown time zone " + zone);
      }
      rest = parts.length > 1 ? parts[1].strip() : "";
    }
    try {
      parse(rest);
      return Optional.empty();
    } catch (IllegalArgumentException wrong) {
      return Optional.ofNullable(wrong.getMessage());
    }
  }

  /// Whether there is a time zone of a name, as in `Europe/Berlin`.
  static boolean isZone(String name) {
    return name.isEmpty() || ZoneId.getAvailableZoneIds().contains(name);
  }

  private static void parse(String text) {
    if (text.startsWith("@")) {
      var isEvery = text.startsWith("@every ");
      if (isEvery && !DURATION.matcher(text.substring("@every ".length())).matches()) {
        throw new IllegalArgumentException("failed to parse duration " + text);
      }
      if (!isEvery && !NAMED.contains(text)) {
        throw new IllegalArgumentException("unrecognized descriptor: " + text);
      }
      return;
    }
    var fields = Stream.of(text.split("\\s+")).filter(field -> !field.isEmpty()).toList();
    if (fields.size() != FIELDS.size()) {
      throw new IllegalArgumentException(
          "expected exactly 5 fields, found %d: [%s]"
              .formatted(fields.size(), String.join(" ", fields)));
    }
    for (var i = 0; i < fields.size(); i++) {
      for (var range : fields.get(i).split(",")) {
        if (!range.isEmpty()) {
          FIELDS.get(i).range(range);
        }
      }
    }
  }

  /// A part of a schedule.
  ///
  /// @param least its least value
  /// @param most its greatest value
  /// @param names of its values from the least on, if they have any
  private record Field(int least, int most, List<String> names) {

    /// Reads a range with a step, as in `10-20/5`.
    void range(String text) {
      var steps = text.split("/", -1);
      if (steps.length > 2) {
        throw new IllegalArgumentException("too many slashes: " + text);
      }
      var ends = steps[0].split("-", -1);
      var isAll = ends[0].equals("*") || ends[0].equals("?");
      if (!isAll && ends.length > 2) {
        throw new IllegalArgumentException("too many hyphens: " + text);
      }
      var start = isAll ? least : value(ends[0]);
      var isOpen = isAll || ends.length == 1 && steps.length == 2;
      var end = isOpen ? most : value(ends[ends.length - 1]);
      within(start, end, text);
      if (steps.length == 2 && number(steps[1]) == 0) {
        throw new IllegalArgumentException("step of range should be a positive number: " + text);
      }
    }

    private void within(int start, int end, String text) {
      if (start < least) {
        throw new IllegalArgumentException(
            "beginning of range (%d) below minimum (%d): %s".formatted(start, least, text));
      }
      if (end > most) {
        throw new IllegalArgumentException(
            "end of range (%d) above maximum (%d): %s".formatted(end, most, text));
      }
      if (start > end) {
        throw new IllegalArgumentException(
            "beginning of range (%d) beyond end of range (%d): %s".formatted(start, end, text));
      }
    }

    private int value(String text) {
      var place = names.indexOf(text.toLowerCase(Locale.ROOT));
      return place >= 0 ? least + place : number(text);
    }

    private static int number(String text) {
      try {
        var number = Integer.parseInt(text);
        if (number < 0) {
          throw new IllegalArgumentException(
              "negative number (%d) not allowed: %s".formatted(number, text));
        }
        return number;
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException("failed to parse int from " + text);
      }
    }
  }

  private CronSchedule() {}
}
