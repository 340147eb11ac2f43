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

/// A source file as the compiler reads it, and where its parts stand in the text.
///
/// @param text the file
/// @param unit what the compiler made of it
/// @param trees where documentation and places are found
public record ParsedSource(String text, CompilationUnitTree unit, DocTrees trees) {

  /// Reads a source file. Of one that has errors there is as much as the compiler could make out:
  /// learners' files are like that.
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

  /// Where a part begins, without its documentation.
  public int start(Tree tree) {
    return (int) trees.getSourcePositions().getStartPosition(unit, tree);
  }

  /// Where a part ends, behind its last character.
  public int end(Tree tree) {
    return (int) trees.getSourcePositions().getEndPosition(unit, tree);
  }

  /// Where the documentation before a part begins, at the start of its first line; that of the part
  /// if it has none.
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
