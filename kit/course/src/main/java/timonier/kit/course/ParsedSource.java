package timonier.kit.course;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A parsed source file, and the positions of its parts in the text.
///
/// @param text the file
/// @param unit the compiler's tree
/// @param trees finds documentation and positions
public record ParsedSource(String text, CompilationUnitTree unit, DocTrees trees) {

  /// Parses a source file. If it has errors, as learners' files may, the tree holds as much as the
  /// compiler understood.
  public static ParsedSource of(String text) {
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    _ -> {},
                    List.of("-proc:none"),
                    null,
                    List.<JavaFileObject>of(new Text(text)));
    try {
      var unit = task.parse().iterator().next();
      return new ParsedSource(text, unit, DocTrees.instance(task));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The position at which a part begins, without its documentation.
  public int start(Tree tree) {
    return (int) trees.getSourcePositions().getStartPosition(unit, tree);
  }

  /// The position after the last character of a part.
  public int end(Tree tree) {
    return (int) trees.getSourcePositions().getEndPosition(unit, tree);
  }

  /// The start of the line on which a part's documentation begins, or on which the part begins if
  /// it has none.
  public int documentedStart(Tree tree) {
    var line = text.lastIndexOf('\n', start(tree)) + 1;
    while (line > 0) {
      var previous = text.lastIndexOf('\n', line - 2) + 1;
      if (!text.substring(previous, line).strip().startsWith("///")) {
        return line;
      }
      line = previous;
    }
    return line;
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("string:///Source.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
