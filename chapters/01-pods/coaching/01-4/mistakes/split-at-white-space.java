/// Several spaces are taken for one separator.
/// @fails the_text_keeps_its_spaces
/// @hint A program that prints a table indents with spaces, and they matter. Exactly one space
/// stands between tags and text; what follows it is the text, unchanged: not stripped, not joined
/// together anew.
{
    var parts = entry.split("\\s+", 4);
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
