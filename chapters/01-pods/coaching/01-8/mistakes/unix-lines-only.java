/// Lines end with a newline, and what is before it belongs to the line.
/// @fails lines_may_end_as_on_windows
/// @hint On Windows a line ends with \r\n, and a split at \n leaves the \r behind the dashes.
/// String.lines knows all three ways to end a line.
{
    var documents = new ArrayList<Document>();
    var part = new ArrayList<String>();
    var begin = 1;
    var number = 1;
    for (var line : text.split("\n")) {
      var isSeparator = line.equals("---") || line.startsWith("--- ");
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
