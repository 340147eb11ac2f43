/// A document is empty only if all of it is blank.
/// @fails empty_documents_are_passed_over
/// @hint A document of nothing but comments and directives has no object in it either. The
/// pattern SAYS_NOTHING knows these lines too.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : (text + "\n---").lines().toList()) {
      var isSeparator = SEPARATOR.matcher(line).matches();
      if (isSeparator) {
        if (!String.join("", part).isBlank()) {
          documents.add(new Document(documents.size() + 1, begin, String.join("\n", part)));
        }
        part.clear();
        begin = number;
      }
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    return documents;
  }
