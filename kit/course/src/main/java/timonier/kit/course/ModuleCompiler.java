package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import timonier.kit.course.SourceCompiler.Problem;

/// Compiles the sources of one module again and again, each time as little as possible: while only
/// bodies change, only their files.
final class ModuleCompiler {

  private final SourceCompiler compiler;
  private final Path sources;
  private final List<Path> classPath;
  private final Path out;
  private SortedMap<Path, String> compiled = new TreeMap<>();
  private final Map<Path, String> declarations = new HashMap<>();
  private UUID shape = UUID.randomUUID();
  private SortedMap<Path, String> refused = new TreeMap<>();
  private List<Problem> problems = List.of();

  ModuleCompiler(SourceCompiler compiler, Path sources, List<Path> classPath, Path out) {
    this.compiler = compiler;
    this.sources = sources;
    this.classPath = classPath;
    this.out = out;
  }

  /// Updates the classes.
  ///
  /// @return the errors; after some, the next call with other sources compiles everything
  List<Problem> compile() {
    var texts = FileTree.texts(sources.resolve("java"), ".java");
    if (!problems.isEmpty() && texts.equals(refused)) {
      return problems;
    }
    var changed =
        texts.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(compiled.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    if (compiled.keySet().equals(texts.keySet())
        && !FileTree.files(out).isEmpty()
        && haveSameDeclarations(texts, changed)) {
      return changed.isEmpty() ? List.of() : compile(changed, texts, onto());
    }
    FileTree.clear(out);
    declarations.clear();
    shape = UUID.randomUUID();
    copyResources();
    return compile(List.copyOf(texts.keySet()), texts, classPath);
  }

  /// Stays the same while only bodies change, so that classes compiled against the module stay
  /// right.
  UUID shape() {
    return shape;
  }

  private List<Problem> compile(
      List<Path> files, SortedMap<Path, String> texts, List<Path> classPath) {
    problems = compiler.compile(files, classPath, out);
    compiled = problems.isEmpty() ? texts : new TreeMap<>();
    refused = problems.isEmpty() ? new TreeMap<>() : texts;
    return problems;
  }

  private List<Path> onto() {
    var entries = new ArrayList<Path>();
    entries.add(out);
    entries.addAll(classPath);
    return entries;
  }

  private boolean haveSameDeclarations(Map<Path, String> texts, List<Path> files) {
    return files.stream()
        .allMatch(file -> {
          var before =
              declarations.computeIfAbsent(file, _ -> Declarations.of(text(compiled, file)));
          return before.equals(Declarations.of(text(texts, file)));
        });
  }

  private static String text(Map<Path, String> texts, Path file) {
    return Objects.requireNonNull(texts.get(file));
  }

  private void copyResources() {
    var from = sources.resolve("resources");
    for (var file : FileTree.files(from)) {
      var to = out.resolve(from.relativize(file).toString());
      try {
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
