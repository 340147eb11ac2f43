package timonier.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was built, copied to where an ordinary user may read it.
///
/// @param home the user's folder
/// @param user begins the commands that the user runs
record UnprivilegedCopy(Path home, List<String> user) {

  /// Copies it.
  ///
  /// @return the command line, which the user may run
  List<String> command() throws IOException {
    var shell = new Shell(Map.of());
    shell.must(Shell.launcher(), "--version");
    shell.must("cp", "-r", "--parents", "-L", "solutions", "kit", home.toString());
    var classPath = copyLibraries();
    if (!user.isEmpty()) {
      shell.must("chown", "-R", "65534:65534", home.toString());
    }
    var java = System.getProperty("java.home") + "/bin/java";
    var command = new ArrayList<>(user);
    command.addAll(
        List.of(
            java, "-XX:+UseSerialGC", "-cp", String.join(":", classPath), Main.class.getName()));
    return command;
  }

  private List<String> copyLibraries() throws IOException {
    var classPath = new ArrayList<String>();
    var built = Files.readString(Shell.root().resolve("target/launcher/classpath")).strip();
    Files.createDirectories(home.resolve("lib"));
    for (var entry : built.split(":")) {
      var path = Path.of(entry);
      if (path.startsWith(Shell.root())) {
        classPath.add(home.resolve(Shell.root().relativize(path)).toString());
      } else {
        classPath.add(Files.copy(path, home.resolve("lib").resolve(path.getFileName())).toString());
      }
    }
    return classPath;
  }
}
