package timonier.assembly;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of a text that differ between runs, such as process ids. The actual word where one
/// first appears is expected from then on, until the text shows it anew.
final class VaryingWords {

  private final TreeSet<String> words =
      new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(word -> word));
  private final Map<String, String> known = new HashMap<>();

  void add(Collection<String> more) {
    words.addAll(more);
    known.keySet().removeAll(more);
  }

  /// Whether two lines of the text are the same apart from words that vary.
  boolean isRepeated(String one, String other) {
    var pattern = anyWord();
    return words.isEmpty()
        ? one.equals(other)
        : pattern.matcher(one).replaceAll("").equals(pattern.matcher(other).replaceAll(""));
  }

  /// A command of the text, with the actual words of this run.
  String now(String command) {
    var pattern = anyWord();
    return words.isEmpty()
        ? command
        : pattern
            .matcher(command)
            .replaceAll(found ->
                java.util.regex.Matcher.quoteReplacement(
                    known.getOrDefault(found.group(), found.group())));
  }

  private Pattern anyWord() {
    return Pattern.compile(
        words.stream()
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?<!\\w)(", ")(?!\\w)")));
  }

  /// Whether a printed line is what the text shows.
  boolean matches(String shown, String said) {
    if (words.isEmpty()) {
      return shown.equals(said);
    }
    var regex = new StringBuilder();
    var groups = new ArrayList<String>();
    var found = anyWord().matcher(shown);
    var end = 0;
    while (found.find()) {
      regex.append(Pattern.quote(shown.substring(end, found.start())));
      regex.append(standsFor(found.group(), groups));
      end = found.end();
    }
    regex.append(Pattern.quote(shown.substring(end)));
    var matcher = Pattern.compile(regex.toString()).matcher(said);
    if (!matcher.matches()) {
      return false;
    }
    for (var group = 1; group <= groups.size(); group++) {
      known.put(groups.get(group - 1), matcher.group(group));
    }
    return true;
  }

  private String standsFor(String word, List<String> groups) {
    if (known.containsKey(word)) {
      return Pattern.quote(known.getOrDefault(word, word));
    }
    if (groups.contains(word)) {
      return "\\" + (groups.indexOf(word) + 1);
    }
    groups.add(word);
    return "(.+?)";
  }
}
