/// All the tags are compared with P.
/// @fails further_tags_are_passed_over
/// @hint The third part may have several tags with colons between them, and only the first says
/// whether the line goes on: P:x does, F:P does not.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      return Optional.empty();
    }
    var isPartial = parts[2].equals("P");
    try {
      return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
