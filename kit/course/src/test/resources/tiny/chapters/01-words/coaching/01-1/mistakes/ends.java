/// Blanks at the ends make empty words.
/// @fails blanks_at_the_ends_are_no_words
/// @fails an_empty_text_has_none
/// @hint What stands before the first blank of a text that begins with one?
{
    return text.split("\\s+").length;
  }
