/// There are always three words.
/// @fails blanks_at_the_ends_are_no_words
/// @fails an_empty_text_has_none
/// @fails several_blanks_are_one_gap
{
    return 3;
  }
