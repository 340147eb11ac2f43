package timonier.pods.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The images that the process runtime knows: small programs that come with the project.
///
/// Any other image can be used too, if the container says by its `command` which program of the
/// host it means; the image is then only noted.
public final class Catalogue {

  private static final String PREFIX = "timonier/";

  private final Path java;
  private final String classPath;

  /// The catalogue, whose programs run on a JDK.
  ///
  /// @param java the `java` program
  /// @param classPath where the programs' classes are found
  public Catalogue(Path java, String classPath) {
    this.java = java;
    this.classPath = classPath;
  }

  /// The supervisor of a folder, which runs on the same JDK.
  public SupervisorProcess supervisor(Path folder) {
    return new SupervisorProcess(folder, java, classPath);
  }

  /// The names of the images, without tags.
  public static List<String> names() {
    return List.of(
        "timonier/web",
        "timonier/visitor",
        "timonier/counter",
        "timonier/sleeper",
        "timonier/crasher");
  }

  /// What an image runs by itself; empty if there is no such image.
  public Optional<List<String>> command(String image) {
    var name = image.startsWith(PREFIX) ? image.substring(PREFIX.length()) : "";
    var tag = name.contains(":") ? name.substring(name.indexOf(':') + 1) : "latest";
    return switch (name.contains(":") ? name.substring(0, name.indexOf(':')) : name) {
      case "web" -> Optional.of(program(WebServer.class, tag));
      case "visitor" -> Optional.of(program(Visitor.class, tag));
      case "counter" ->
          Optional.of(shell("n=0; while :; do n=$((n+1)); echo \"count $n\"; sleep 1; done"));
      case "sleeper" -> Optional.of(shell("echo sleeping; exec sleep 2147483647"));
      case "crasher" -> Optional.of(shell("echo about to crash; sleep 1; exit 1"));
      default -> Optional.empty();
    };
  }

  private static List<String> shell(String script) {
    return List.of("/bin/sh", "-c", script);
  }

  private List<String> program(Class<?> main, String tag) {
    var command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath, main.getName(), tag));
    return command;
  }

  /// The program that a command of a container means, found on the host.
  public static boolean isProgram(String command) {
    if (command.startsWith("/")) {
      return Files.isExecutable(Path.of(command));
    }
    return List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
