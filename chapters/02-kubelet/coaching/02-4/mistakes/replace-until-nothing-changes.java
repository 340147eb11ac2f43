/// Each name is replaced everywhere, until nothing changes any more.
/// @fails two_dollars_are_one
/// @fails values_are_not_expanded_again
/// @hint Replacing again and again cannot tell what was in the text from what was put in, nor
/// what was written with two dollars. One walk from left to right can.
{
    var result = text;
    String before;
    do {
      before = result;
      for (var variable : variables.entrySet()) {
        result = result.replace("$(" + variable.getKey() + ")", variable.getValue());
      }
    } while (!result.equals(before));
    return result;
  }
