/// The line is split at every space, and the text ends at the first of its own.
/// @fails an_empty_line_is_an_entry
/// @fails the_text_keeps_its_spaces
/// @hint Your split takes the text apart as well, and drops what is empty at the end. Look up the
/// second parameter of String.split.
{
    var parts = entry.split(" ");
    if (parts.length < 4 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      return Optional.empty();
    }
    var isPartial = parts[2].split(":", 2)[0].equals("P");
    try {
      return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
