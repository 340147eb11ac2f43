/// A document is added when the next one begins, so that the last never is.
/// @fails a_document_may_begin_after_the_dashes
/// @fails dashes_separate_documents
/// @fails documents_are_counted
/// @fails lines_may_end_as_on_windows
/// @fails lines_of_documents_are_found_in_the_manifest
/// @fails one_document_needs_no_separator
/// @fails other_dashes_separate_nothing
/// @hint Nothing follows the last document, so nothing ends it but the end of the manifest. What
/// you do at a separator must be done once more after the loop.
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
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    return documents;
  }
