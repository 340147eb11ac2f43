package timonier.pods.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes the files of an image: folders, and programs of this machine with the shared libraries
/// that they need.
///
/// The same files give the same bytes: owners and times are left out, so that an image is the same
/// wherever and whenever it is made from them.
public final class Layer implements AutoCloseable {

  /// A library and its path, as `ldd` prints them.
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x[0-9a-f]+\\)");

  private static final int PROGRAM = 0755;
  private static final int FILE = 0644;
  private static final int OPEN_FOLDER = 01777;

  private final TarArchiveOutputStream tar;
  private final Set<String> written = new HashSet<>();

  /// @param out to which it is written; closing the layer closes it
  public Layer(OutputStream out) {
    this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /// Adds a folder that everybody may write to.
  public void folder(String path) throws IOException {
    var entry = new TarArchiveEntry(path + "/");
    entry.setMode(OPEN_FOLDER);
    add(entry, new byte[0]);
  }

  /// Adds a text file.
  public void text(String path, String text) throws IOException {
    var entry = new TarArchiveEntry(path);
    entry.setMode(FILE);
    add(entry, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds a program that was made here.
  public void program(String path, byte[] program) throws IOException {
    var entry = new TarArchiveEntry(path);
    entry.setMode(PROGRAM);
    add(entry, program);
  }

  /// Adds a program of this machine, and its libraries under their paths here.
  ///
  /// @param path its path in the image, without the first slash
  public void program(String path, Path program) throws IOException {
    copy(path, program);
    libraries(program);
  }

  /// Adds a program of this machine by its name, with its libraries, as `/bin/NAME`; nothing if
  /// there is none.
  public void tool(String name) throws IOException {
    for (var folder : List.of("/bin", "/usr/bin")) {
      var program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        program("bin/" + name, program.toRealPath());
        return;
      }
    }
  }

  /// Adds the libraries that a program or library of this machine needs.
  private void libraries(Path program) throws IOException {
    var process =
        new ProcessBuilder(List.of("ldd", program.toString()))
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var match = LIBRARY.matcher(line);
        if (match.find() && !Path.of(match.group(1)).startsWith(ownFolder(program))) {
          copy(match.group(1).substring(1), Path.of(match.group(1)));
        }
      }
    }
  }

  /// The folder of a program that comes with files of its own; such a folder is added as a whole.
  private static Path ownFolder(Path program) {
    var parent = program.toAbsolutePath().getParent();
    return program.toString().endsWith(".so") && parent != null ? parent : program;
  }

  /// Adds a folder of this machine with its content, and the libraries that it needs.
  ///
  /// @param path its path in the image, without the first slash
  public void tree(String path, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (var file : files) {
      copy(path + "/" + folder.relativize(file), file);
      if (Files.isExecutable(file) || file.toString().endsWith(".so")) {
        libraries(file);
      }
    }
  }

  private void copy(String path, Path file) throws IOException {
    if (written.contains(path)) {
      return;
    }
    var entry = new TarArchiveEntry(path);
    entry.setMode(Files.isExecutable(file) ? PROGRAM : FILE);
    add(entry, Files.readAllBytes(file));
  }

  private void add(TarArchiveEntry entry, byte[] bytes) throws IOException {
    if (written.add(entry.getName())) {
      entry.setSize(bytes.length);
      entry.setModTime(0L);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
