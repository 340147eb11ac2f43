/// A name that no variable has becomes empty, as in a shell.
/// @fails unknown_names_stay
/// @hint In a shell an unknown variable is empty; here its reference stays in the text, so that
/// one sees what is wrong.
{
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var end = text.startsWith("$(", i) ? text.indexOf(')', i) : -1;
      if (text.startsWith("$$", i)) {
        result.append('$');
        i++;
      } else if (end > 0) {
        result.append(variables.getOrDefault(text.substring(i + 2, end), ""));
        i = end;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
