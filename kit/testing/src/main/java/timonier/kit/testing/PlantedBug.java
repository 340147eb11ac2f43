package timonier.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Plants a bug in a copy of one source file, to see that a test finds it.
///
/// Shipped code has no switch for it: a class loader replaces the original by the compiled copy,
/// and everything else is what ships. Strata below the edited one cannot refer to it, so their warm
/// classes are shared with the test.
///
/// @param name the bug, in a few words
/// @param edits its changes
public record PlantedBug(String name, List<Edit> edits) {

  /// One change of one file.
  ///
  /// @param source the file, from the root of the project
  /// @param text the text to replace, which the file has exactly once
  /// @param replacement the new text
  public record Edit(String source, String text, String replacement) {}

  /// A bug in one file.
  public PlantedBug(String name, String source, String text, String replacement) {
    this(name, List.of(new Edit(source, text, replacement)));
  }

  /// Makes a class loader with its own copies of the classes of the lowest edited stratum and of
  /// all above it, with the bug among them; libraries, the kit and lower strata are shared.
  ///
  /// @param root the root of the project
  /// @param folder for the edited classes; must be empty
  /// @throws IllegalStateException if the text is not in the file exactly once, or the edited file
  ///   does not compile: then the bug must be rewritten
  public ClassLoader plant(Path root, Path folder) {
    edits.stream()
        .map(Edit::source)
        .distinct()
        .forEach(source -> compile(edited(root, source), folder));
    var lowest = edits.stream().mapToInt(edit -> Stratum.of(edit.source())).min().orElseThrow();
    return new Anew(folder, new Stratum(root, lowest), PlantedBug.class.getClassLoader());
  }

  /// A stratum, and all above it.
  ///
  /// @param root the root of the project
  /// @param number the stratum's, as in `solutions/07-controllers`
  private record Stratum(Path root, int number) {

    /// The assembly, whose folders have no number, is above all strata.
    private static final int ASSEMBLY = 99;

    /// The kit and libraries, which are in no stratum.
    private static final int NONE = -1;

    private static final Pattern MODULE = Pattern.compile("solutions/(?:(\\d\\d)-)?.*");

    /// The number of the stratum in which a file is.
    ///
    /// @param path from the root of the project
    static int of(String path) {
      var module = MODULE.matcher(path);
      if (!module.matches()) {
        return NONE;
      }
      return Optional.ofNullable(module.group(1)).map(Integer::parseInt).orElse(ASSEMBLY);
    }

    /// Whether a class is in this stratum or above.
    boolean reaches(URL place) {
      var project = root.toUri().getRawPath();
      var path = place.getPath();
      var at = path.indexOf(project);
      return at >= 0 && of(path.substring(at + project.length())) >= Math.max(number, 0);
    }
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

  /// Loads classes anew: the edited ones from their folder, others of their stratum and above from
  /// their own.
  private static final class Anew extends URLClassLoader {
    private final Stratum stratum;
    private final ClassLoader original;

    Anew(Path folder, Stratum stratum, ClassLoader original) {
      super(new URL[] {url(folder)}, original);
      this.stratum = stratum;
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
          var place = place(name.replace('.', '/') + ".class");
          loaded = place.isPresent() ? define(name, place.get()) : original.loadClass(name);
        }
        if (resolve) {
          resolveClass(loaded);
        }
        return loaded;
      }
    }

    /// The place of a class that is not shared; empty for a shared one.
    private Optional<URL> place(String file) {
      return Optional.ofNullable(findResource(file))
          .or(() -> Optional.ofNullable(original.getResource(file)).filter(stratum::reaches));
    }

    private Class<?> define(String name, URL place) throws ClassNotFoundException {
      try (var in = place.openStream()) {
        var bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /// Runs a method of a test with the bug.
  ///
  /// @param world the class loader that [#plant] made
  /// @param type a class with a static method to run
  /// @param seeds the method's arguments, each a `long`; may be empty
  /// @return what the method threw; empty if it found nothing wrong
  public static Optional<Throwable> run(
      ClassLoader world, Class<?> type, String method, Long... seeds) {
    try {
      var parameters = Stream.of(seeds).map(_ -> long.class).toArray(Class<?>[]::new);
      var entry = world.loadClass(type.getName()).getDeclaredMethod(method, parameters);
      entry.setAccessible(true);
      entry.invoke(null, (Object[]) seeds);
      return Optional.empty();
    } catch (java.lang.reflect.InvocationTargetException e) {
      return Optional.ofNullable(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no method " + method, e);
    }
  }
}
