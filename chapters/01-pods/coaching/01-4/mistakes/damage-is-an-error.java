/// What is no entry ends in an exception.
/// @fails a_torn_entry_is_none
/// @fails an_entry_needs_a_stream
/// @fails an_entry_needs_a_time
/// @hint A damaged line is nothing exceptional in a log file after a crash: the method's answer
/// for it is an empty Optional.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      throw new IllegalArgumentException("no entry of a log: " + entry);
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
  }
