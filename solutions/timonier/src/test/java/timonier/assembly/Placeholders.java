package timonier.assembly;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Replaces what differs between runs of a transcript by fixed names: identities, times, ages,
/// addresses, ports, and the machine's properties.
final class Placeholders {

  private record Rule(Pattern pattern, String name) {
    String apply(String text) {
      return pattern.matcher(text).replaceAll(name);
    }
  }

  private static Rule rule(String pattern, String name) {
    return new Rule(Pattern.compile(pattern, Pattern.MULTILINE), name);
  }

  /// The letters of generated names: without vowels, so that they form no words.
  private static final String LETTERS = "[bcdfghjklmnpqrstvwxz2456789]";

  private static final List<Rule> RULES =
      List.of(
          rule("\u001B\\[[0-9;]*m", ""),
          rule("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "UID"),
          rule("process://[0-9a-f]{16,}", "process://CONTAINER"),
          rule("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)", "TIME"),
          rule("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}", "TIME"),
          rule("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)? [+-]\\d{4}( \\w+)?", "TIME"),
          rule("(resourceVersion\\W+)[1-9]\\d*", "$1VERSION"),
          rule("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b", "ADDRESS"),
          rule("ADDRESS:\\d{5}\\b", "ADDRESS:PORT"),
          rule("(:|[nN]odePort\\W+|NodePort: .*  )3[0-2]\\d{3}\\b", "$1PORT"),
          rule("(?<=-)" + LETTERS + "{5}\\b", "XXXXX"),
          rule("(?<=[\\w])\\.[0-9a-f]{16}\\b", ".EVENT"),
          rule("(?<=[ (])(?<!for )(\\d+m)?\\d+s(?=[ )]|$)", "AGE"),
          // Whole minutes look like thousandths of a processor, which are told apart by their
          // place.
          rule("(?<=  )(?<!cpu: {1,20})\\d+m(?= |$)(?! \\()", "AGE"),
          rule(
              "^( *(Machine ID|System UUID|Boot ID|Kernel Version|OS Image|Architecture): +).*",
              "$1MACHINE"),
          rule("^( +memory: +)\\d{7,}Ki", "$1MACHINE"),
          rule("^( +cpu: +)\"?\\d+\"?$", "$1MACHINE"),
          rule(" +$", ""));

  /// A cell of unknown width, with another to its right.
  private static final Pattern CELL =
      Pattern.compile("^.*(AGE|ADDRESS|PORT|MACHINE)\\S*  +\\S", Pattern.MULTILINE);

  /// Columns are as wide as their widest cell.
  private static final Rule COLUMNS = rule("(?<=\\S) {2,}(?=\\S)", "  ");

  private static final Pattern BLOCKS = Pattern.compile("(?<=\n)(?=\n|Events:)");

  static String apply(String text) {
    var result = text;
    for (var rule : RULES) {
      result = rule.apply(result);
    }
    return BLOCKS
        .splitAsStream(result)
        .map(block -> CELL.matcher(block).find() ? COLUMNS.apply(block) : block)
        .collect(Collectors.joining());
  }

  private Placeholders() {}
}
