/// Sorts the lines into a map by the line on which their document begins.
{
    var parts = new java.util.TreeMap<Integer, List<String>>();
    var begin = 1;
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var isSeparator = SEPARATOR.matcher(line).matches();
      begin = isSeparator ? number : begin;
      parts
          .computeIfAbsent(begin, _ -> new ArrayList<>())
          .add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
    }
    parts.values().removeIf(part -> part.stream().allMatch(SAYS_NOTHING.asMatchPredicate()));
    var documents = new ArrayList<Document>();
    parts.forEach((line, part) ->
        documents.add(new Document(documents.size() + 1, line, String.join("\n", part))));
    return documents;
  }
