package timonier.kubelet.node;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/// The machine of a node.
///
/// @param cpus how many processors it has
/// @param memoryBytes how much memory it has
/// @param kernel the version of its operating system
/// @param osImage the operating system, for people
/// @param operatingSystem as in `linux`
/// @param architecture as in `amd64`
public record Machine(
    int cpus,
    long memoryBytes,
    String kernel,
    String osImage,
    String operatingSystem,
    String architecture) {

  /// The machine that this program runs on.
  public static Machine here() {
    var memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean machine
            ? machine.getTotalMemorySize()
            : 0;
    var name = System.getProperty("os.name");
    var version = System.getProperty("os.version");
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        memory,
        version,
        name + " " + version,
        name.startsWith("Mac") ? "darwin" : name.toLowerCase(Locale.ROOT).split(" ", 2)[0],
        architecture(System.getProperty("os.arch")));
  }

  private static String architecture(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> name;
    };
  }
}
