/// A name in braces is a reference as well.
/// @fails other_text_stays
/// @hint This is not a shell: only round brackets make a reference. ${NAME} reaches the program
/// as it is, and perhaps its own shell expands it.
{
    var round = text.replaceAll("\\$\\{(\\w+)}", "\\$($1)");
    var result = new StringBuilder();
    for (var i = 0; i < round.length(); i++) {
      var end = round.startsWith("$(", i) ? round.indexOf(')', i) : -1;
      if (round.startsWith("$$", i)) {
        result.append('$');
        i++;
      } else if (end > 0 && variables.containsKey(round.substring(i + 2, end))) {
        result.append(variables.get(round.substring(i + 2, end)));
        i = end;
      } else {
        result.append(round.charAt(i));
      }
    }
    return result.toString();
  }
