/// A reference is taken to be closed always.
/// @fails an_open_reference_stays
/// @hint indexOf gives -1 if there is no closing bracket, and substring does not like that.
/// Without a bracket it is no reference, but plain text.
{
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      if (text.startsWith("$$", i)) {
        result.append('$');
        i++;
      } else if (text.startsWith("$(", i)) {
        var end = text.indexOf(')', i);
        var name = text.substring(i + 2, end);
        result.append(variables.getOrDefault(name, "$(" + name + ")"));
        i = end;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
