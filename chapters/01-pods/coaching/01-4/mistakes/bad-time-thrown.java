/// What is no time ends in an exception.
/// @fails an_entry_needs_a_time
/// @hint Instant.parse does not answer with an Optional: it throws a DateTimeParseException.
/// One damaged line must not cost a reader the rest of the log.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      return Optional.empty();
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
  }
