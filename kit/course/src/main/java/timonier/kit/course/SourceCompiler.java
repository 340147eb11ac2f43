package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles modules in this process, which stays warm: only the first time is slow.
final class SourceCompiler implements AutoCloseable {

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files =
      compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  /// A message of the compiler about a place.
  ///
  /// @param file its file; empty if it is about none
  /// @param line counted from 1
  /// @param message the compiler's words
  record Problem(String file, long line, String message) {}

  /// Compiles source files.
  ///
  /// @param sources the files
  /// @param classPath the classes that they use
  /// @param out the folder for the classes; made if it is missing
  /// @return the errors; empty if there are none
  List<Problem> compile(List<Path> sources, List<Path> classPath, Path out) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var options =
        List.of(
            "-proc:none",
            "-g",
            "-parameters",
            "-implicit:none",
            "-Xlint:none",
            "-d",
            out.toString(),
            "-cp",
            joined(classPath));
    try {
      Files.createDirectories(out);
      compiler
          .getTask(
              null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var problems = new ArrayList<Problem>();
    for (var diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        problems.add(problem(diagnostic));
      }
    }
    return problems;
  }

  private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
    var source = diagnostic.getSource();
    var file = source == null ? "" : Path.of(source.toUri()).getFileName().toString();
    return new Problem(file, diagnostic.getLineNumber(), diagnostic.getMessage(Locale.ROOT));
  }

  static String joined(List<Path> classPath) {
    return String.join(java.io.File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
