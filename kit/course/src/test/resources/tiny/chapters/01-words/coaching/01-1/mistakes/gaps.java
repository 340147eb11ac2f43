/// Each blank separates two words.
/// @fails several_blanks_are_one_gap
/// @hint Two blanks side by side are one gap.
{
    return text.isBlank() ? 0 : text.strip().split(" ").length;
  }
