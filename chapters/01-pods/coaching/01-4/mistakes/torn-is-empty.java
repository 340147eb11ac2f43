/// A line that was cut off counts as one without text.
/// @fails a_torn_entry_is_none
/// @hint A line with fewer than three spaces was cut off while it was written. Nobody knows what
/// its text would have been, so there is no entry, and no exception either.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 3 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      return Optional.empty();
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    var text = parts.length > 3 ? parts[3] : "";
    try {
      return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
