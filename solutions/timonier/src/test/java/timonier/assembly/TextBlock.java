package timonier.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A block of a chapter's text that shows what is typed into a terminal and what that prints, or
/// the content of a file.
///
/// ```
/// [listing,terminal=1]               typed into this terminal; without a dollar sign before its
///                                    first line: what the terminal goes on to say
/// [listing,terminal=1,varies="A, B"] where it prints other words each time
/// [listing,terminal=1,passing="A"]   where lines with this word may be missing: what is so for a
///                                    moment may be over before it is printed
/// [listing,terminal=1,later=3]       the same, typed not before so many seconds
/// [source,yaml,file=a.yaml]          a file that readers write
/// [listing,not-played="why"]         not typed when the text is tested
/// ```
///
/// @param line the number of its first line
/// @param attributes its attributes
/// @param lines what it shows
record TextBlock(int line, Map<String, String> attributes, List<String> lines) {

  private static final String FENCE = "----";
  private static final String PROMPT = "$ ";
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)=(?:\"([^\"]*)\"|([^,\\]]*))");

  /// A command, and what it prints.
  record Typed(String command, List<String> said) {}

  /// All blocks of a text, in their order.
  static List<TextBlock> of(Path text) throws IOException {
    var blocks = new ArrayList<TextBlock>();
    var lines = Files.readAllLines(text);
    for (var begin = 0; begin < lines.size(); begin++) {
      if (lines.get(begin).equals(FENCE)) {
        var end = begin + 1 + lines.subList(begin + 1, lines.size()).indexOf(FENCE);
        var above = begin == 0 ? "" : lines.get(begin - 1);
        blocks.add(
            new TextBlock(
                begin + 2, attributes(above), List.copyOf(lines.subList(begin + 1, end))));
        begin = end;
      }
    }
    return blocks;
  }

  private static Map<String, String> attributes(String line) {
    var found = new TreeMap<String, String>();
    if (line.startsWith("[")) {
      ATTRIBUTE
          .matcher(line)
          .results()
          .forEach(match ->
              found.put(match.group(1), match.group(2) == null ? match.group(3) : match.group(2)));
    }
    return found;
  }

  Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /// The words that differ between runs.
  List<String> varying() {
    return attribute("varies").stream().flatMap(words -> Stream.of(words.split(", "))).toList();
  }

  /// Whether a line shows a state that may be over before it is printed.
  boolean isPassing(String line) {
    return attribute("passing").filter(line::contains).isPresent();
  }

  /// How long a reader waits before they type it.
  Duration later() {
    return Duration.ofSeconds(attribute("later").map(Long::parseLong).orElse(0L));
  }

  /// Whether it shows something typed.
  boolean isTyped() {
    return lines.stream().anyMatch(line -> line.startsWith(PROMPT));
  }

  /// Whether it shows a terminal.
  boolean isPlayed() {
    return attribute("terminal").isPresent();
  }

  /// What the terminal prints before anything is typed.
  List<String> said() {
    return lines.stream().takeWhile(line -> !line.startsWith(PROMPT)).toList();
  }

  /// The commands that are typed; after a backslash, a command continues in the next line.
  List<Typed> typed() {
    var all = new ArrayList<Typed>();
    var rest = lines.subList(said().size(), lines.size());
    while (!rest.isEmpty()) {
      var length = 1;
      while (rest.get(length - 1).endsWith("\\")) {
        length++;
      }
      var command = String.join("\n", rest.subList(0, length)).substring(PROMPT.length());
      var after = rest.subList(length, rest.size());
      var said = after.stream().takeWhile(line -> !line.startsWith(PROMPT)).toList();
      all.add(new Typed(command, said));
      rest = after.subList(said.size(), after.size());
    }
    return all;
  }
}
