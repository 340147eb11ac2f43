/// A document ends at three dashes wherever they stand.
/// @fails other_dashes_separate_nothing
/// @hint Three dashes may stand within a line, and text that merely begins with them may be a
/// word of its own. A separator is a whole line, or has white space after its dashes.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.lines().toList()) {
      var isSeparator = line.startsWith("---");
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
