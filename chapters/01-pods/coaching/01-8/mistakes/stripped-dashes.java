/// A line is a separator if nothing but dashes is left without its white space.
/// @fails a_document_may_begin_after_the_dashes
/// @fails lines_of_documents_are_found_in_the_manifest
/// @fails other_dashes_separate_nothing
/// @hint Indented dashes separate nothing: they may be part of a text (YAML's "|"). White space
/// is allowed after the dashes only, and there a document may follow it.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.lines().toList()) {
      var isSeparator = line.strip().equals("---");
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
