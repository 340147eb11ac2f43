/// A separator is a line of just the three dashes.
/// @fails a_document_may_begin_after_the_dashes
/// @fails dashes_separate_documents
/// @fails lines_of_documents_are_found_in_the_manifest
/// @hint There may be more on the line of a separator: a blank, a comment, or the new document
/// itself. The pattern SEPARATOR allows for it.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.lines().toList()) {
      var isSeparator = line.equals("---");
      if (isSeparator) {
        end(part, begin, documents);
        part.clear();
        begin = number;
      }
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    end(part, begin, documents);
    return documents;
  }
