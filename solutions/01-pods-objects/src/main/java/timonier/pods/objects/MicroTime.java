package timonier.pods.objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A time to the microsecond, as leases and events carry it (`meta/v1 MicroTime`).
///
/// @param instant the time
public record MicroTime(Instant instant) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /// Reads RFC 3339.
  @JsonCreator
  public static MicroTime parse(String text) {
    return new MicroTime(OffsetDateTime.parse(text).toInstant());
  }

  /// Always six digits after the point.
  @JsonValue
  @Override
  public String toString() {
    return FORMAT.format(instant);
  }
}
