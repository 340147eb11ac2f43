/// Any second word is taken for a stream.
/// @fails an_entry_needs_a_stream
/// @hint A container writes to two streams, stdout and stderr. Any other word there means that
/// the line is damaged.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4) {
      return Optional.empty();
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    try {
      return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
