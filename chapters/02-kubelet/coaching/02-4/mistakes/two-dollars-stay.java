/// Two dollars are nothing special.
/// @fails two_dollars_are_one
/// @hint How can somebody write the text $(NAME) into an environment? With two dollars: they
/// stand for one, after which no reference begins. Look for them before you look for a reference.
{
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var end = text.startsWith("$(", i) ? text.indexOf(')', i) : -1;
      if (end > 0 && variables.containsKey(text.substring(i + 2, end))) {
        result.append(variables.get(text.substring(i + 2, end)));
        i = end;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
