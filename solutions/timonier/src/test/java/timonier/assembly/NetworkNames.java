package timonier.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the machine's network has names for.
final class NetworkNames {

  /// The network namespaces that `ip netns` lists.
  static List<String> namespaces() throws IOException {
    return below(Path.of("/run/netns"));
  }

  /// The network's links, bridges among them.
  static List<String> links() throws IOException {
    return below(Path.of("/sys/class/net"));
  }

  private static List<String> below(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.map(Path::getFileName).map(Path::toString).sorted().toList();
    }
  }

  private NetworkNames() {}
}
