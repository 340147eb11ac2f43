package timonier.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes a class path that an ahead-of-time cache can hold: it takes neither class folders nor
/// signed jars.
///
/// The file `classpath` next to the jars, written last, names all entries; `classes` names those
/// that were class folders. With `--movable` all entries are next to it, named without their
/// folder, and their bytes depend neither on where they came from nor on the time.
@Command(name = "pack", hidden = true, description = "Pack the class path into plain jars.")
final class PackCommand implements Callable<Integer> {

  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  @Option(names = "--to", required = true, description = "An empty folder for the jars.")
  private Path to = Path.of("");

  @Option(names = "--movable", description = "Copy plain jars, too, so that all may be moved.")
  private boolean movable;

  /// Writes a file.
  private interface Packing {
    void write(Path file) throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    var packed = new ArrayList<String>();
    var classes = new ArrayList<String>();
    Files.createDirectories(to);
    for (var entry : System.getProperty("java.class.path").split(":")) {
      var path = Path.of(entry);
      var jar = packed.size() + ".jar";
      if (to.toAbsolutePath().startsWith(path.toAbsolutePath())) {
        continue; // leaves out what is being packed
      }
      if (Files.isDirectory(path)) {
        classes.add(made(jar, file -> packFolder(path, file)));
        packed.add(classes.getLast());
      } else if (Files.exists(path)) {
        packed.add(jarOf(path, jar));
      }
    }
    made("classes", file -> Files.writeString(file, String.join(":", classes)));
    made("classpath", file -> Files.writeString(file, String.join(":", packed)));
    return 0;
  }

  private String jarOf(Path path, String name) throws IOException {
    if (isSigned(path)) {
      return made(name, file -> unsigned(path, file));
    }
    return movable
        ? made(name, file -> Files.copy(path, file, StandardCopyOption.REPLACE_EXISTING))
        : path.toString();
  }

  /// Makes a file in one step: a concurrent reader never sees half of it.
  ///
  /// @return its name in the class path
  private String made(String name, Packing packing) throws IOException {
    var partial = Files.createTempFile(to, name, ".partial");
    packing.write(partial);
    var whole = to.resolve(name);
    Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
    return movable ? name : whole.toString();
  }

  private void packFolder(Path folder, Path jar) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!movable) {
      manifest.getMainAttributes().put(Jvm.CLASS_FOLDER, folder.toString());
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(folder)) {
      out.putNextEntry(entry(JarFile.MANIFEST_NAME));
      manifest.write(out);
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(entry(folder.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  /// Makes an entry without a time, so that the same classes make the same jar.
  private static JarEntry entry(String name) {
    var entry = new JarEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    return entry;
  }

  private static boolean isSigned(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile(), false)) {
      return jar.stream().anyMatch(entry -> isSignature(entry));
    }
  }

  private static boolean isSignature(JarEntry entry) {
    return SIGNATURE.matcher(entry.getName()).matches();
  }

  private static void unsigned(Path path, Path copy) throws IOException {
    try (var jar = new JarFile(path.toFile(), false);
        var out = new JarOutputStream(Files.newOutputStream(copy))) {
      for (var entry : jar.stream().filter(entry -> !isSignature(entry)).toList()) {
        out.putNextEntry(entry(entry.getName()));
        try (var in = jar.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }
}
