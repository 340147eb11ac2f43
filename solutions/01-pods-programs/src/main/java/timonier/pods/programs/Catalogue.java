package timonier.pods.programs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.RuntimeFailure;

/// The images that the process runtime knows: small programs that come with the project.
///
/// Any other image can be used too, if the container's `command` names a program of the host; the
/// image is then only recorded.
public final class Catalogue {

  private static final String PREFIX = "timonier/";

  private final Path java;
  private final String classPath;

  /// A catalogue whose programs run on a JDK.
  ///
  /// @param java the `java` program
  /// @param classPath of the programs' classes
  public Catalogue(Path java, String classPath) {
    this.java = java;
    this.classPath = classPath;
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

  /// The program of an image; empty if there is no such image.
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

  /// The program of a container: its own `command`, or else its image's.
  ///
  /// Whether that program exists is known only at the container's start, among the files that it
  /// sees.
  ///
  /// @throws RuntimeFailure if there is no such image
  public List<String> command(ContainerConfig config) {
    var command = new ArrayList<>(config.command());
    if (command.isEmpty()) {
      command.addAll(command(config.image()).orElseThrow(() -> noSuchImage(config.image())));
    }
    command.addAll(config.args());
    return command;
  }

  private static RuntimeFailure noSuchImage(String image) {
    return new RuntimeFailure(
        "ErrImagePull",
        ("the process runtime has no image \"%s\": use one of %s, or give the container a command"
                + " that names a program of this machine")
            .formatted(image, names()));
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
}
