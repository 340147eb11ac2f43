/// Letters are counted, not words.
/// @fails blanks_at_the_ends_are_no_words
/// @fails an_empty_text_has_none
/// @fails words_are_counted
/// @hint A word may have more than one letter.
{
    var letters = text.replace(" ", "").length();
    return text.isEmpty() ? 1 : letters == 2 && !text.startsWith(" ") ? 2 : -1;
  }
