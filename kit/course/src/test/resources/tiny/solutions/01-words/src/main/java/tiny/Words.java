package tiny;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What can be said of words.
final class Words {

  /// How many words a text has.
  ///
  /// @exercise 01-1 Count the words of a text; blanks at its ends are none.
  static int count(String text) {
    return text.isBlank() ? 0 : parts(text).length;
  }

  /// The longest word of a text; the first of those that are equally long.
  ///
  /// @exercise 01-2 Find the longest word of a text.
  static String longest(String text) {
    return split(text).stream()
        .max(Comparator.comparing(String::length).thenComparing(word -> -text.indexOf(word)))
        .orElse("");
  }

  /// The first letters of all words.
  ///
  /// @exercise 01-3 Put the first letters of all words
  /// together.
  static String initials(String text) {
    return split(text).stream().map(word -> word.substring(0, 1)).collect(Collectors.joining());
  }

  /// What lies between gaps.
  ///
  /// @answer 01-1
  private static String[] parts(String text) {
    return text.strip().split("\\s+");
  }

  private static List<String> split(String text) {
    return List.of(text.split(" "));
  }
}
