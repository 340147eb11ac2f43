package timonier.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import timonier.pods.docker.Engine;
import timonier.pods.host.Processes;

/// A Docker Engine for one test, which can be killed without harm to others.
///
/// It changes no rule of the host's firewall, so its containers reach each other and the host, but
/// nothing beyond. It has a default bridge of its own: an engine without one would remove that of
/// the host's engine.
final class PrivateEngine implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String BRIDGE = "tm-engine";

  private final Path folder;
  private @Nullable Process process;

  PrivateEngine(Path folder) {
    this.folder = folder;
  }

  /// Its address.
  String host() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /// Starts it.
  void start(String... options) throws IOException {
    Processes.run(List.of("ip", "link", "add", BRIDGE, "type", "bridge"));
    Processes.run(List.of("ip", "addr", "add", "10.229.0.1/24", "dev", BRIDGE));
    var command =
        new ArrayList<>(
            List.of(
                "dockerd",
                "--host=" + host(),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--bridge=" + BRIDGE,
                "--iptables=false",
                "--ip-masq=false"));
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("dockerd.log").toFile()))
            .start();
    try (var engine = new Engine(host())) {
      Shell.eventually("the engine answers", SOON, engine::answers);
    }
  }

  /// Kills it, as a crash would. Also removes its files with process ids: on a machine whose first
  /// process does not reap, the engine would take a dead process for its own.
  void kill() throws InterruptedException, IOException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    var containerd = folder.resolve("exec/containerd/containerd.pid");
    Files.deleteIfExists(folder.resolve("pid"));
    Files.deleteIfExists(containerd);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
    // the engine mounts its data folder on itself
    Processes.run(List.of("umount", "--recursive", folder.resolve("data").toString()));
    Processes.run(List.of("rm", "-rf", folder.toString()));
    Processes.run(List.of("ip", "link", "del", BRIDGE));
    if (Files.exists(folder)) {
      throw new AssertionError("something still uses " + folder);
    }
  }
}
