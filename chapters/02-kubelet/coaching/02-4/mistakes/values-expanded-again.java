/// The value is expanded before it is put in.
/// @fails values_are_not_expanded_again
/// @hint A value is put in as it is. It was expanded when it was defined; if it still has a
/// reference in it, its author wanted just that text.
{
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var end = text.startsWith("$(", i) ? text.indexOf(')', i) : -1;
      if (text.startsWith("$$", i)) {
        result.append('$');
        i++;
      } else if (end > 0 && variables.containsKey(text.substring(i + 2, end))) {
        result.append(expand(variables.get(text.substring(i + 2, end)), variables));
        i = end;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
