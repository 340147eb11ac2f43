/// F and P are mixed up.
/// @fails further_tags_are_passed_over
/// @fails the_tag_tells_parts_from_ends
/// @hint Is it the other way round? P stands for partial, F for full: after F, the line is at its
/// end.
{
    var parts = entry.split(" ", 4);
    if (parts.length < 4 || !(parts[1].equals("stdout") || parts[1].equals("stderr"))) {
      return Optional.empty();
    }
    var isPartial = parts[2].startsWith("F");
    try {
      return Optional.of(new LogEntry(Instant.parse(parts[0]), parts[1], isPartial, parts[3]));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
