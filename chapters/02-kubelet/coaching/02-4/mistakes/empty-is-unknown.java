/// A variable with an empty value is taken for one that there is not.
/// @fails names_become_values
{
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var end = text.startsWith("$(", i) ? text.indexOf(')', i) : -1;
      if (text.startsWith("$$", i)) {
        result.append('$');
        i++;
      } else if (end > 0 && !variables.getOrDefault(text.substring(i + 2, end), "").isEmpty()) {
        result.append(variables.get(text.substring(i + 2, end)));
        i = end;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
