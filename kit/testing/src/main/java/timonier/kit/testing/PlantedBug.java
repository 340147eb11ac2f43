package timonier.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// A bug that is put into a copy of one source file, to see that a test finds it.
///
/// Shipped code has no switch for it: the edited copy is compiled, and a class loader puts it in
/// the place of the original, so that everything else is what ships.
///
/// @param name the bug, in a few words
/// @param edits what is changed for it
public record PlantedBug(String name, List<Edit> edits) {

  /// One change of one file.
  ///
  /// @param source the file, from the root of the project
  /// @param text what stands there, exactly once
  /// @param replacement what stands there instead
  public record Edit(String source, String text, String replacement) {}

  /// A bug in one file.
  public PlantedBug(String name, String source, String text, String replacement) {
    this(name, List.of(new Edit(source, text, replacement)));
  }

  /// A class loader in which the project's classes exist once more, with the bug among them.
  ///
  /// @param root the root of the project
  /// @param folder for the edited classes; must be empty
  /// @param prefix the packages to be loaded anew, as in `timonier.`; all others are shared
  /// @throws IllegalStateException if the text is not in the file exactly once, or the edited file
  ///   does not compile: then the bug has to be written anew
  public ClassLoader plant(Path root, Path folder, String prefix) {
    edits.stream()
        .map(Edit::source)
        .distinct()
        .forEach(source -> compile(edited(root, source), folder));
    return new Anew(folder, prefix, PlantedBug.class.getClassLoader());
  }

  private Path edited(Path root, String source) {
    try {
      var text = Files.readString(root.resolve(source));
      for (var edit : edits) {
        text = edit.source().equals(source) ? applied(edit, text) : text;
      }
      var copy = Files.createTempDirectory("planted").resolve(Path.of(source).getFileName());
      return Files.writeString(copy, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String applied(Edit edit, String text) {
    var first = text.indexOf(edit.text());
    if (first < 0 || text.indexOf(edit.text(), first + 1) >= 0) {
      throw new IllegalStateException(
          "%s: expected exactly once in %s: %s".formatted(name, edit.source(), edit.text()));
    }
    return text.replace(edit.text(), edit.replacement());
  }

  private void compile(Path file, Path folder) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new DiagnosticCollector<JavaFileObject>();
    var options =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    try (var files = compiler.getStandardFileManager(problems, null, null)) {
      var sources = files.getJavaFileObjects(file);
      if (!compiler.getTask(null, files, problems, options, null, sources).call()) {
        throw new IllegalStateException(
            "%s does not compile: %s".formatted(name, problems.getDiagnostics()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Loads the project's classes by itself: the edited ones from their folder, the others from
  /// where they lie.
  private static final class Anew extends URLClassLoader {
    private final String prefix;
    private final ClassLoader original;

    Anew(Path folder, String prefix, ClassLoader original) {
      super(new URL[] {url(folder)}, original);
      this.prefix = prefix;
      this.original = original;
    }

    private static URL url(Path folder) {
      try {
        return folder.toUri().toURL();
      } catch (java.net.MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        var loaded = findLoadedClass(name);
        if (loaded == null) {
          loaded = name.startsWith(prefix) ? define(name) : original.loadClass(name);
        }
        if (resolve) {
          resolveClass(loaded);
        }
        return loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      var file = name.replace('.', '/') + ".class";
      var found = Optional.ofNullable(findResource(file)).or(() -> originalResource(file));
      try (var in = found.orElseThrow(() -> new ClassNotFoundException(name)).openStream()) {
        var bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private Optional<URL> originalResource(String file) {
      return Optional.ofNullable(original.getResource(file));
    }
  }

  /// Does what a test does, in the world with the bug.
  ///
  /// @param world what [#plant] made
  /// @param type a class with a static method without parameters that does it
  /// @return what the method threw; empty if it found nothing wrong
  public static Optional<Throwable> run(ClassLoader world, Class<?> type, String method) {
    try {
      var entry = world.loadClass(type.getName()).getDeclaredMethod(method);
      entry.setAccessible(true);
      entry.invoke(null);
      return Optional.empty();
    } catch (java.lang.reflect.InvocationTargetException e) {
      return Optional.ofNullable(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no method " + method, e);
    }
  }
}
