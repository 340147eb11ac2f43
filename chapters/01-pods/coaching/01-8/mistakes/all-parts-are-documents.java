/// Documents that say nothing are not passed over.
/// @fails a_document_may_begin_after_the_dashes
/// @fails documents_are_counted
/// @fails empty_documents_are_passed_over
/// @hint People begin a manifest with ---, or end it so. A document without a single line that
/// says something is passed over: SAYS_NOTHING tells which lines do not.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.lines().toList()) {
      var isSeparator = SEPARATOR.matcher(line).matches();
      if (isSeparator) {
        documents.add(new Document(documents.size() + 1, begin, String.join("\n", part)));
        part.clear();
        begin = number;
      }
      part.add(isSeparator ? line.substring(SEPARATOR_LENGTH) : line);
      number++;
    }
    documents.add(new Document(documents.size() + 1, begin, String.join("\n", part)));
    return documents;
  }
