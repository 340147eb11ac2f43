package timonier.kit.course;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/// The declarations of a source file that other files may see.
final class Declarations {

  /// Returns the text without the bodies of its methods. While it stays the same, no other file
  /// must be compiled again.
  static String of(String text) {
    var source = ParsedSource.of(text);
    var left = new StringBuilder(text);
    new BodyRemover(source, left).scan(source.unit(), null);
    return left.toString().replace("\0", "");
  }

  private static final class BodyRemover extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final ParsedSource source;
    private final StringBuilder left;

    BodyRemover(ParsedSource source, StringBuilder left) {
      this.source = source;
      this.left = left;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      var body = tree.getBody();
      if (body != null) {
        for (var at = source.start(body); at < source.end(body); at++) {
          left.setCharAt(at, '\0');
        }
      }
      return nothing;
    }
  }

  private Declarations() {}
}
