package timonier.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Attacks a regular expression with texts that repeat what it is made of, and do not match.
///
/// It counts how often characters are read, so it needs no clock. With an expression that reads
/// most of a text again for each character, a single request could keep a component busy for hours.
///
/// @param where its place in the program
/// @param pattern the expression
/// @param searches whether it is searched for in texts; otherwise whole texts are matched
record Expression(String where, Pattern pattern, boolean searches) {

  private static final int SHORT = 300;

  /// Twice as many characters may cost twice as many reads, and a few more.
  private static final double GROWTH = 3;

  /// Long enough to overflow a stack.
  private static final int LONG = 60_000;

  private static final Pattern LITERAL = Pattern.compile("[-A-Za-z0-9/:_ ]{3,}");

  /// Why it is slow; empty if it is not.
  Optional<String> fault() {
    for (var word : words()) {
      for (var before : List.of("", "a", "a ", "=", "/", "[")) {
        for (var after : List.of("", "!", "\n", " a !")) {
          var few = looks(before + repeated(word, SHORT) + after);
          var many = looks(before + repeated(word, 2 * SHORT) + after);
          if (many > few * GROWTH + SHORT) {
            return Optional.of(
                "%s: %s looks %d times, then %d times, at \"%s\" and twice as many"
                    .formatted(where, pattern, few, many, before + word + word + "…" + after));
          }
        }
      }
      try {
        var _ = looks(repeated(word, LONG) + "!");
      } catch (StackOverflowError _) {
        return Optional.of(
            "%s: %s needs a stack as deep as \"%s…\"".formatted(where, pattern, word));
      }
    }
    return Optional.empty();
  }

  private static String repeated(String word, int length) {
    return word.repeat(1 + length / word.length());
  }

  private long looks(String text) {
    var counted = new Counted(text);
    var matcher = pattern.matcher(counted);
    if (searches) {
      var _ = matcher.results().count();
    } else {
      var _ = matcher.matches();
      var _ = matcher.reset().lookingAt();
    }
    return counted.looks;
  }

  /// The pieces of the expression, and pairs of them.
  private List<String> words() {
    var letters = new LinkedHashSet<>(List.of("a", "1", " ", "."));
    pattern
        .pattern()
        .chars()
        .filter(letter -> !Character.isLetterOrDigit(letter))
        .forEach(letter -> letters.add(Character.toString(letter)));
    var words = new ArrayList<>(letters);
    letters.forEach(first -> letters.forEach(second -> words.add(first + second)));
    var literals =
        LITERAL.matcher(pattern.pattern()).results().map(found -> found.group()).toList();
    words.addAll(literals);
    literals.forEach(literal -> words.add(literal + "a-----"));
    words.add(String.join("a", literals) + "a");
    return words;
  }

  /// A text that counts how often its characters are read.
  private static final class Counted implements CharSequence {
    private final String text;
    private long looks;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
