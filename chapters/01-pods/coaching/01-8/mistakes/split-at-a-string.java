/// The text is split at the string of newline, dashes, newline.
/// @fails a_document_may_begin_after_the_dashes
/// @fails dashes_separate_documents
/// @fails lines_may_end_as_on_windows
/// @fails lines_of_documents_are_found_in_the_manifest
/// @hint A separator is not always \n---\n: it may be the first line, have a comment after
/// it, or end as on Windows. Go by lines, and let the pattern SEPARATOR decide.
{
    var documents = new ArrayList<Document>();
    var number = 1;
    for (var part : text.split("\n---\n")) {
      end(part.lines().toList(), number, documents);
      number += (int) part.lines().count() + 1;
    }
    return documents;
  }
