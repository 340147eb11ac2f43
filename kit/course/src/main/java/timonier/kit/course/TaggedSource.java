package timonier.kit.course;

import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A source file and its members that belong to the course.
///
/// @param text the file
/// @param members the tagged methods and types, in their order
/// @param imports the imports, in their order
/// @param checksOf the exercise whose checks this file holds, if it is such a test class
record TaggedSource(
    String text, List<Member> members, List<Import> imports, Optional<String> checksOf) {

  /// A tagged member.
  ///
  /// @param kind the kind of its tag
  /// @param id the exercise
  /// @param sentence what the exercise asks for; empty for a part of an answer
  /// @param name of the type and the member, as in `RestartBackoff#delay`
  /// @param start its position, documentation included
  /// @param end the position after it
  /// @param bodyStart the position of its body's first brace; -1 if it has none
  record Member(
      Kind kind, String id, String sentence, String name, int start, int end, int bodyStart) {

    boolean isExercise() {
      return kind == Kind.EXERCISE;
    }
  }

  /// A kind of tag.
  enum Kind {
    /// Its body is for learners to write.
    EXERCISE,
    /// It gives an exercise's answer away.
    ANSWER
  }

  /// An import.
  ///
  /// @param name the simple name that it brings; `*` for many
  record Import(String name, int start, int end) {}

  /// Reads a source file. Parts that cannot be parsed, as in learners' files, have no members.
  static TaggedSource of(String text) {
    var reader = new Reader(ParsedSource.of(text));
    reader.read();
    return new TaggedSource(
        text, List.copyOf(reader.members), List.copyOf(reader.imports), reader.checksOf);
  }

  /// The body of an exercise, braces included.
  Optional<String> body(String id) {
    return exercise(id).map(member -> text.substring(member.bodyStart(), member.end()));
  }

  Optional<Member> exercise(String id) {
    return members.stream()
        .filter(member -> member.isExercise() && member.id().equals(id))
        .findFirst();
  }

  /// The file with another body for an exercise.
  String withBody(String id, String body) {
    var member = exercise(id).orElseThrow();
    return text.substring(0, member.bodyStart()) + body + text.substring(member.end());
  }

  /// The line, counted from 1, of a place in the text.
  int line(int place) {
    return 1 + (int) text.substring(0, place).chars().filter(letter -> letter == '\n').count();
  }

  private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final ParsedSource source;
    private final List<Member> members = new ArrayList<>();
    private final List<Import> imports = new ArrayList<>();
    private Optional<String> checksOf = Optional.empty();

    Reader(ParsedSource source) {
      this.source = source;
    }

    void read() {
      scan(source.unit(), null);
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
      var name = tree.getQualifiedIdentifier().toString();
      imports.add(
          new Import(
              name.substring(name.lastIndexOf('.') + 1), source.start(tree), source.end(tree)));
      return super.visitImport(tree, nothing);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
      for (var annotation : tree.getModifiers().getAnnotations()) {
        if (annotation.getAnnotationType().toString().equals("Exercise")
            && !annotation.getArguments().isEmpty()) {
          var value = annotation.getArguments().getFirst().toString();
          checksOf = Optional.of(value.replaceAll(".*\"(.*)\"", "$1"));
        }
      }
      note(tree, tree.getSimpleName().toString(), -1);
      return super.visitClass(tree, nothing);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      var body = tree.getBody();
      note(tree, name(tree), body == null ? -1 : source.start(body));
      return super.visitMethod(tree, nothing);
    }

    private String name(MethodTree tree) {
      for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
        if (path.getLeaf() instanceof ClassTree type) {
          return type.getSimpleName() + "#" + tree.getName();
        }
      }
      return tree.getName().toString();
    }

    private void note(Tree tree, String name, int bodyStart) {
      var comment = source.trees().getDocCommentTree(getCurrentPath());
      if (comment == null) {
        return;
      }
      for (var tag : comment.getBlockTags()) {
        if (tag instanceof UnknownBlockTagTree unknown) {
          kind(unknown.getTagName())
              .ifPresent(kind -> members.add(member(tree, kind, unknown, name, bodyStart)));
        }
      }
    }

    private static Optional<Kind> kind(String tag) {
      return switch (tag) {
        case "exercise" -> Optional.of(Kind.EXERCISE);
        case "answer" -> Optional.of(Kind.ANSWER);
        default -> Optional.empty();
      };
    }

    private Member member(
        Tree tree, Kind kind, UnknownBlockTagTree tag, String name, int bodyStart) {
      var words =
          tag.getContent().stream().map(Object::toString).collect(Collectors.joining()).strip();
      var parts = words.split("\\s+", 2);
      var sentence = parts.length > 1 ? parts[1].replaceAll("\\s+", " ") : "";
      return new Member(
          kind,
          parts[0],
          sentence,
          name,
          source.documentedStart(tree),
          source.end(tree),
          bodyStart);
    }
  }
}
