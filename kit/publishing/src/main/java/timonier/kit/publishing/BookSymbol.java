package timonier.kit.publishing;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import timonier.kit.course.FileTree;
import timonier.kit.course.ParsedSource;
import timonier.kit.course.StarterSource;

/// A type or a member of one, as a text names it: `Shop`, `Shop.Basket`, `Shop.Basket#price` or, if
/// several have that name, `Shop#price(int, String)`.
///
/// @param types the names of the types, from the outermost inwards
/// @param member the method, field or component; empty for the type itself
/// @param parameters the types of its parameters, as in the source
record BookSymbol(List<String> types, Optional<String> member, Optional<String> parameters) {

  private static final Pattern NAME =
      Pattern.compile("(\\w+(?:\\.\\w+)*)(?:#(\\w+)(?:\\(([^)]*)\\))?)?");

  /// A symbol found in a source file.
  ///
  /// @param text documentation and source, without their common indentation
  /// @param head documentation and declaration, without the body
  record Found(String text, String head) {}

  /// Parses a name; empty if it is not one.
  static Optional<BookSymbol> parse(String name) {
    var match = NAME.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new BookSymbol(
            List.of(match.group(1).split("\\.")),
            Optional.ofNullable(match.group(2)),
            Optional.ofNullable(match.group(3)).map(BookSymbol::withoutSpaces)));
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("\\s+", "");
  }

  /// Finds all symbols with this name in a module, as its starter has them: without the bodies of
  /// exercises and without what would give an answer away. If the module has none, searches its
  /// siblings: the folders next to it whose names begin with its own and a hyphen.
  List<Found> find(Path module) {
    var own = findIn(module);
    return own.isEmpty()
        ? siblings(module).stream().flatMap(sibling -> findIn(sibling).stream()).toList()
        : own;
  }

  private static List<Path> siblings(Path module) {
    try (var folders = Files.newDirectoryStream(module.getParent(), module.getFileName() + "-*")) {
      return StreamSupport.stream(folders.spliterator(), false).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Found> findIn(Path module) {
    var file = types.getFirst() + ".java";
    var found = new ArrayList<Found>();
    FileTree.texts(module.resolve("src/main/java"), file)
        .forEach((path, text) -> {
          if (path.endsWith(file)) {
            found.addAll(find(StarterSource.of(text)));
          }
        });
    return found;
  }

  private List<Found> find(String text) {
    var source = ParsedSource.of(text);
    return find(source.unit().getTypeDecls(), 0).stream().map(tree -> quote(source, tree)).toList();
  }

  private List<Tree> find(List<? extends Tree> members, int depth) {
    for (var tree : members) {
      if (tree instanceof ClassTree type && type.getSimpleName().contentEquals(types.get(depth))) {
        if (depth + 1 < types.size()) {
          return find(type.getMembers(), depth + 1);
        }
        return member.isEmpty()
            ? List.of(type)
            : type.getMembers().stream().<Tree>map(inner -> inner).filter(this::isMeant).toList();
      }
    }
    return List.of();
  }

  private boolean isMeant(Tree tree) {
    return switch (tree) {
      case MethodTree method ->
          method.getName().contentEquals(member.orElseThrow())
              && parameters.filter(wanted -> !wanted.equals(types(method))).isEmpty();
      case VariableTree field ->
          field.getName().contentEquals(member.orElseThrow()) && parameters.isEmpty();
      default -> false;
    };
  }

  private static String types(MethodTree method) {
    return withoutSpaces(
        method.getParameters().stream()
            .map(parameter -> parameter.getType().toString())
            .collect(Collectors.joining(",")));
  }

  private static Found quote(ParsedSource source, Tree tree) {
    var start = source.documentedStart(tree);
    var end = source.end(tree);
    var body = Math.min(end, bodyStart(source, tree));
    return new Found(
        source.text().substring(start, end).stripIndent(),
        source.text().substring(start, body).stripIndent().strip());
  }

  private static int bodyStart(ParsedSource source, Tree tree) {
    return switch (tree) {
      case MethodTree method when method.getBody() != null -> source.start(method.getBody());
      case ClassTree type -> source.text().indexOf('{', afterModifiers(source, type));
      default -> source.end(tree);
    };
  }

  /// A position in the declaration of a type after which the first brace begins its body.
  private static int afterModifiers(ParsedSource source, ClassTree type) {
    return Math.max(source.start(type), source.end(type.getModifiers()));
  }
}
