package timonier.kit.course;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import timonier.kit.course.TaggedSource.Import;
import timonier.kit.course.TaggedSource.Member;

/// A source file as learners get it: the bodies of its exercises are theirs to write.
public final class StarterSource {

  /// The text in place of a missing body; the engine recognises such a body by it.
  static final String YOURS = "exercise %s is yours to write";

  /// The text of a file without the bodies of all its exercises.
  public static String of(String text) {
    return cut(TaggedSource.of(text));
  }

  /// A file without the bodies of all its exercises.
  static String cut(TaggedSource source) {
    return cut(source, source.members());
  }

  /// A file without the body of one exercise and without what gives its answer away.
  static String cut(TaggedSource source, String id) {
    return cut(source, source.members().stream().filter(member -> member.id().equals(id)).toList());
  }

  private static String cut(TaggedSource source, List<Member> members) {
    if (members.isEmpty()) {
      return source.text();
    }
    var text = new StringBuilder(source.text());
    var lastFirst = new ArrayList<>(members);
    lastFirst.sort(Comparator.comparing(Member::start).reversed());
    for (var member : lastFirst) {
      if (member.isExercise()) {
        text.replace(member.bodyStart(), member.end(), body(source.text(), member));
      } else {
        remove(text, member);
      }
    }
    return withoutUnusedImports(TaggedSource.of(text.toString()));
  }

  private static String body(String text, Member member) {
    var line = text.lastIndexOf('\n', member.end() - 1) + 1;
    var indentation = " ".repeat(indentation(text, line));
    return "{\n%s  throw new UnsupportedOperationException(\"%s\");\n%s}"
        .formatted(indentation, YOURS.formatted(member.id()), indentation);
  }

  private static int indentation(String text, int line) {
    var width = 0;
    while (line + width < text.length() && text.charAt(line + width) == ' ') {
      width++;
    }
    return width;
  }

  /// Removes a member with the empty line before it.
  private static void remove(StringBuilder text, Member member) {
    var end = text.indexOf("\n", member.end());
    var start = member.start();
    while (start >= 2 && text.charAt(start - 1) == '\n' && text.charAt(start - 2) == '\n') {
      start--;
    }
    text.delete(start, end < 0 ? text.length() : end + 1);
  }

  /// Removes imports that only the missing bodies needed: they would cause warnings, and give the
  /// answer away.
  private static String withoutUnusedImports(TaggedSource source) {
    var text = new StringBuilder(source.text());
    for (var used : source.imports().reversed()) {
      if (!isUsed(source.text(), used)) {
        var end = text.indexOf("\n", used.end());
        text.delete(used.start(), end + 1);
      }
    }
    return text.toString();
  }

  private static boolean isUsed(String text, Import imported) {
    if (imported.name().equals("*")) {
      return true;
    }
    var rest = text.substring(0, imported.start()) + text.substring(imported.end());
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(imported.name()) + "(?!\\w)")
        .matcher(rest.replaceAll("(?m)^import .*$", ""))
        .find();
  }

  private StarterSource() {}
}
