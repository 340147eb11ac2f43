package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/// How long ago something was, in a few characters.
final class Ages {

  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;
  private static final int YEAR = 365 * DAY;

  /// How long before `now` a timestamp is; `<unknown>` if there is none.
  static String age(JsonNode timestamp, Instant now) {
    return timestamp.isTextual()
        ? duration(Duration.between(Instant.parse(timestamp.asText()), now))
        : "<unknown>";
  }

  /// A duration as `kubectl` shows it: the longer, the coarser
  /// (`k8s.io/apimachinery/pkg/util/duration`, `HumanDuration`).
  static String duration(Duration duration) {
    var seconds = duration.toMillis() / 1000;
    if (seconds < 2 * MINUTE) {
      return seconds < -1 ? "<invalid>" : Math.max(0, seconds) + "s";
    }
    if (seconds < 10 * MINUTE) {
      return two(seconds, MINUTE, "m", 1, "s");
    }
    if (seconds < 3 * HOUR) {
      return seconds / MINUTE + "m";
    }
    if (seconds < 8 * HOUR) {
      return two(seconds, HOUR, "h", MINUTE, "m");
    }
    if (seconds < 2 * DAY) {
      return seconds / HOUR + "h";
    }
    if (seconds < 8 * DAY) {
      return two(seconds, DAY, "d", HOUR, "h");
    }
    if (seconds < 2 * YEAR) {
      return seconds / DAY + "d";
    }
    return seconds < 8L * YEAR ? two(seconds, YEAR, "y", DAY, "d") : seconds / YEAR + "y";
  }

  private static String two(long seconds, int unit, String name, int smaller, String smallerName) {
    var rest = seconds % unit / smaller;
    return seconds / unit + name + (rest == 0 ? "" : rest + smallerName);
  }

  private Ages() {}
}
