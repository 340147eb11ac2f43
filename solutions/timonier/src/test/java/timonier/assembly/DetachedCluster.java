package timonier.assembly;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A cluster that runs in the background, with its data in a folder.
final class DetachedCluster implements AutoCloseable {

  private final Path data;
  private final Shell shell;

  /// Whether something may run: true from when it is started until it was stopped.
  private boolean runs;

  DetachedCluster(Path data) {
    this(data, Map.of());
  }

  /// @param environment what its commands, and those of its shell, find in their environment
  DetachedCluster(Path data, Map<String, String> environment) {
    this.data = data;
    var more = new HashMap<>(environment);
    more.put("KUBECONFIG", data.resolve("kubeconfig").toString());
    this.shell = new Shell(more);
  }

  /// A shell whose `kubectl` talks to it.
  Shell shell() {
    return shell;
  }

  /// Starts it; `up` returns when it is ready.
  ///
  /// @return what it said
  String up(String runtime, int nodes, String... options) {
    var usual = List.of("--runtime", runtime, "--nodes", Integer.toString(nodes), "--detach");
    runs = true;
    return shell.must(command("up", Stream.concat(usual.stream(), Stream.of(options))));
  }

  /// Stops it, which must succeed.
  void down() {
    shell.must(command("down", Stream.of()));
    runs = false;
  }

  /// Stops what may still run, however that goes.
  @Override
  public void close() {
    if (runs) {
      shell.run(command("down", Stream.of()));
      runs = false;
    }
  }

  private String[] command(String name, Stream<String> options) {
    var begin = Stream.of(Shell.launcher(), name, "--data", data.toString());
    return Stream.concat(begin, options).toArray(String[]::new);
  }
}
