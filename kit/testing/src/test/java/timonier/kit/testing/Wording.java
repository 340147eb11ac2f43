package timonier.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Phrases that make a reader stop, found in comments, messages, names of tests, and documents.
///
/// A phrase is found even across the end of a line. The list is short on purpose: it has only
/// phrases that are rarely good English.
final class Wording {

  private static final Pattern COMMENT = Pattern.compile("^\\s*///?(.*)|\\s// (.*)$");
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TEST = Pattern.compile("void ([a-zA-Z0-9]+(?:_[a-zA-Z0-9]+)+)\\(");

  private final Map<Pattern, String> advice = new LinkedHashMap<>();

  /// Reads the phrases.
  ///
  /// @param rows a regular expression, a tab, and what to write instead
  Wording(List<String> rows) {
    for (var row : rows) {
      var cells = row.split("\t", 2);
      advice.put(phrase(cells[0]), cells[1]);
    }
  }

  /// The phrases of the project, from `words.tsv`.
  static Wording ofProject() {
    try (var table = Objects.requireNonNull(Wording.class.getResourceAsStream("words.tsv"))) {
      var text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return new Wording(text.lines().skip(1).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Pattern phrase(String words) {
    return Pattern.compile(
        "(?<![\\w-])(?:" + words.replace(" ", "\\s+") + ")(?![\\w-])", Pattern.CASE_INSENSITIVE);
  }

  /// Returns the findings in all sources and documents of a project, in the order of their files.
  List<Finding> findings(Path root) {
    var findings = new ArrayList<Finding>();
    texts(root).forEach((path, text) -> findings.addAll(findings(path, text)));
    return findings;
  }

  private static Map<String, String> texts(Path root) {
    var texts = new TreeMap<String, String>();
    texts.put("README.md", Sources.read(root.resolve("README.md")));
    for (var folder : List.of("chapters", "docs", "kit", "solutions")) {
      try (var files = Files.walk(root.resolve(folder))) {
        files
            .filter(Files::isRegularFile)
            .map(file -> root.relativize(file).toString().replace('\\', '/'))
            .filter(Wording::isWritten)
            .forEach(path -> texts.put(path, Sources.read(root.resolve(path))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return texts;
  }

  /// Whether people wrote a file: generated ones repeat the sources.
  private static boolean isWritten(String path) {
    return path.matches(".*[.](java|adoc|md|txt)")
        && !path.contains("/target/")
        && !path.matches("chapters/[^/]+/src/.*");
  }

  /// Returns the findings in one file, in the order of their lines.
  List<Finding> findings(String path, String text) {
    var prose = path.endsWith(".java") ? prose(text) : text;
    return advice.entrySet().stream()
        .flatMap(entry ->
            entry
                .getKey()
                .matcher(prose)
                .results()
                .map(found -> finding(path, prose, found, entry.getValue())))
        .sorted(Comparator.comparingLong(Finding::line).thenComparing(Finding::what))
        .toList();
  }

  private static Finding finding(String path, String prose, MatchResult found, String advice) {
    var line = prose.substring(0, found.start()).chars().filter(c -> c == '\n').count() + 1;
    var phrase = found.group().replaceAll("\\s+", " ");
    return new Finding("words", path, line, "\"" + phrase + "\": write " + advice);
  }

  /// A Java file with the same lines, but only what is English in each.
  private static String prose(String java) {
    return java.lines().map(Wording::english).collect(Collectors.joining("\n"));
  }

  private static String english(String line) {
    var comment = COMMENT.matcher(line);
    if (comment.find() && comment.group(1) != null) {
      return comment.group(1);
    }
    var parts = new ArrayList<String>();
    TEXT.matcher(line).results().forEach(text -> parts.add(text.group(1)));
    TEST.matcher(line).results().forEach(test -> parts.add(test.group(1).replace('_', ' ')));
    comment.reset().results().forEach(rest -> parts.add(rest.group(2)));
    return String.join(" ", parts);
  }
}
