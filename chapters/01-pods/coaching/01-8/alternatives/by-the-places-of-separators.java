/// Looks for the lines of all separators first, and takes what lies between them.
{
    var lines = text.lines().toList();
    var places =
        java.util.stream.IntStream.range(0, lines.size())
            .filter(i -> i == 0 || SEPARATOR.matcher(lines.get(i)).matches())
            .boxed()
            .toList();
    var documents = new ArrayList<Document>();
    for (var i = 0; i < places.size(); i++) {
      var from = places.get(i);
      var to = i + 1 < places.size() ? places.get(i + 1) : lines.size();
      var own = new ArrayList<>(lines.subList(from, to));
      if (SEPARATOR.matcher(own.getFirst()).matches()) {
        own.set(0, own.getFirst().substring(SEPARATOR_LENGTH));
      }
      if (own.stream().anyMatch(line -> !SAYS_NOTHING.matcher(line).matches())) {
        documents.add(new Document(documents.size() + 1, from + 1, String.join("\n", own)));
      }
    }
    return documents;
  }
