/// The line is the one below the dashes, though the text begins right after them.
/// @fails lines_of_documents_are_found_in_the_manifest
/// @hint Compare line and text of a document: the text begins with what follows the dashes
/// (though it may be nothing), so its first line is the line of the separator, not the one below.
/// Lines count from 1.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.lines().toList()) {
      var isSeparator = SEPARATOR.matcher(line).matches();
      if (isSeparator) {
        end(part, begin, documents);
        part.clear();
        begin = number + 1;
      }
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    end(part, begin, documents);
    return documents;
  }
