/// What follows the dashes on their line is dropped.
/// @fails a_document_may_begin_after_the_dashes
/// @fails lines_of_documents_are_found_in_the_manifest
/// @hint "--- {kind: Pod}" is a whole document on one line. What follows the dashes is the first
/// line of the new document, even if it is mostly empty.
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
        begin = number;
      }
      part.add(isSeparator ? "" : line);
      number++;
    }
    end(part, begin, documents);
    return documents;
  }
