/// Has an expression find the separators in the whole text, and counts lines before each.
{
    var documents = new ArrayList<Document>();
    var separators = Pattern.compile("(?m)^---(?=\\s|\\z)").matcher(text);
    var from = 0;
    var isLast = false;
    while (!isLast) {
      isLast = !separators.find();
      var part = text.substring(from, isLast ? text.length() : separators.start());
      var before = text.substring(0, from);
      if (part.lines().anyMatch(line -> !SAYS_NOTHING.matcher(line).matches())) {
        var line = 1 + (int) before.chars().filter(character -> character == '\n').count();
        documents.add(new Document(documents.size() + 1, line, part));
      }
      from = isLast ? from : separators.end();
    }
    return documents;
  }
