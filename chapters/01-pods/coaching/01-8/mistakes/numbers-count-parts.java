/// The number counts the parts, the empty ones too.
/// @fails documents_are_counted
/// @hint "Document 3" in an error message should be the third that people see. Those that say
/// nothing are not counted: the documents found so far tell the number.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    var parts = 0;
    for (var line : (text + "\n---").lines().toList()) {
      var isSeparator = SEPARATOR.matcher(line).matches();
      if (isSeparator) {
        parts++;
        if (part.stream().anyMatch(said -> !SAYS_NOTHING.matcher(said).matches())) {
          documents.add(new Document(parts, begin, String.join("\n", part)));
        }
        part.clear();
        begin = number;
      }
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    return documents;
  }
