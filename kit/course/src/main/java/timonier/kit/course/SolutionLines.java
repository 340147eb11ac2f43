package timonier.kit.course;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds lines of a solution in a text for learners, however they are spaced or quoted there.
final class SolutionLines {

  private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]");

  /// Lines without content of their own.
  private static final Pattern FRAME = Pattern.compile("^(?:\\} )*(?:return )?|(?: [;{}])+$");

  /// Shorter lines appear in many texts by chance.
  private static final int LEAST_TOKENS = 4;

  /// The lines of a body whose tokens the text contains in sequence.
  static List<String> in(String text, String body) {
    var tokens = " " + tokens(text.replace("`", "")) + " ";
    return body.lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("//"))
        .filter(line -> {
          var core = FRAME.matcher(tokens(line)).replaceAll("");
          return core.split(" ").length >= LEAST_TOKENS && tokens.contains(" " + core + " ");
        })
        .toList();
  }

  private static String tokens(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).collect(Collectors.joining(" "));
  }

  private SolutionLines() {}
}
