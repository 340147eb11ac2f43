/// The time is kept in milliseconds only.
/// @fails an_entry_has_a_time_and_a_stream
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      return Optional.empty();
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    try {
      var time = Instant.ofEpochMilli(Instant.parse(parts[0]).toEpochMilli());
      return Optional.of(new LogEntry(time, parts[1], isPartial, parts[3]));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
