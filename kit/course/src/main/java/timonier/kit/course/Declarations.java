package timonier.kit.course;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What a source file declares, as other files may see it.
final class Declarations {

  /// The text without the bodies of its methods. As long as it stays the same, no other file has to
  /// be compiled again.
  static String of(String text) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task =
        (JavacTask)
            compiler.getTask(
                null,
                null,
                _ -> {},
                List.of("-proc:none"),
                null,
                List.of((JavaFileObject) new SourceText(text)));
    var left = new StringBuilder(text);
    try {
      for (var unit : task.parse()) {
        new BodyRemover(Trees.instance(task), unit, left).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left.toString().replace("\0", "");
  }

  private static final class BodyRemover extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Trees trees;
    private final CompilationUnitTree unit;
    private final StringBuilder left;

    BodyRemover(Trees trees, CompilationUnitTree unit, StringBuilder left) {
      this.trees = trees;
      this.unit = unit;
      this.left = left;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      var body = tree.getBody();
      if (body != null) {
        var start = (int) trees.getSourcePositions().getStartPosition(unit, body);
        var end = (int) trees.getSourcePositions().getEndPosition(unit, body);
        for (var at = start; at < end; at++) {
          left.setCharAt(at, '\0');
        }
      }
      return nothing;
    }
  }

  private Declarations() {}
}
