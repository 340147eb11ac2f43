package timonier.kit.testing;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Parsed Java files, by the compiler's own parser; nothing is compiled.
///
/// @param files all files, by path
record Sources(List<File> files) {

  /// One file.
  ///
  /// @param path from the root of the project, with slashes, as `solutions/01-pods/src/main/…`
  record File(String path, String text, CompilationUnitTree tree, SourcePositions positions) {
    /// The folder of the Maven module, as in `solutions/04-apiserver`.
    String module() {
      var end = path.indexOf("/src/");
      return end < 0 ? path : path.substring(0, end);
    }

    /// The file's name without `.java`.
    String type() {
      return path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
    }

    /// True for code that ships, false for tests.
    boolean isMain() {
      return path.contains("/src/main/");
    }

    String packageName() {
      return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    long line(Tree at) {
      return tree.getLineMap().getLineNumber(positions.getStartPosition(tree, at));
    }

    long lastLine(Tree at) {
      return tree.getLineMap().getLineNumber(positions.getEndPosition(tree, at));
    }
  }

  /// The Java files under `kit` and `solutions` of a project.
  static Sources of(Path root) {
    var texts = new TreeMap<String, String>();
    for (var folder : List.of("kit", "solutions")) {
      try (var found = Files.walk(root.resolve(folder))) {
        sources(root, found).forEach(path -> texts.put(name(root, path), read(path)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return parse(texts);
  }

  private static Stream<Path> sources(Path root, Stream<Path> found) {
    return found.filter(
        path -> path.toString().endsWith(".java") && name(root, path).contains("/src/"));
  }

  private static String name(Path root, Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses texts by their paths.
  static Sources parse(TreeMap<String, String> texts) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var inputs = texts.entrySet().stream().map(e -> new Text(e.getKey(), e.getValue())).toList();
    var problems = new DiagnosticCollector<JavaFileObject>();
    var task = (JavacTask) compiler.getTask(null, null, problems, List.of(), null, inputs);
    var files = new ArrayList<File>();
    try {
      var positions = Trees.instance(task).getSourcePositions();
      for (var tree : task.parse()) {
        var path = tree.getSourceFile().toUri().getPath().substring(1);
        files.add(new File(path, texts.getOrDefault(path, ""), tree, positions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sources(List.copyOf(files));
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String content;

    Text(String path, String content) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }
}
