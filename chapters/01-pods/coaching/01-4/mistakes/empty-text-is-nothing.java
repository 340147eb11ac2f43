/// An entry without text is thrown away.
/// @fails an_empty_line_is_an_entry
/// @hint A program may print an empty line, and its reader wants to see it. Nothing after the
/// third space is a text of length 0; a missing third space is something else.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4 || parts[3].isEmpty() || !parts[1].matches("stdout|stderr")) {
      return Optional.empty();
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    try {
      return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
