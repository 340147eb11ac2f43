/// An empty text has one word.
/// @fails an_empty_text_has_none
/// @hint How many parts does an empty text have?
{
    return text.strip().split("\\s+").length;
  }
