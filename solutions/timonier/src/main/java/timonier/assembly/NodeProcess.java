package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node as a process of its own, in a process group of its own.
final class NodeProcess {

  /// Starts a node, unless it runs already.
  ///
  /// @return its name if it was started
  static Optional<String> start(
      DataFolder folder,
      int number,
      int port,
      String joinToken,
      HostRange range,
      String runtime,
      Duration heartbeat) {
    var name = "node-" + number;
    var home = folder.node(name);
    if (OwnedProcess.read(home.resolve("process")).flatMap(OwnedProcess::alive).isPresent()) {
      return Optional.empty();
    }
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(Jvm.command());
    command.addAll(List.of(Main.class.getName(), "node"));
    command.addAll(List.of("--server", "https://127.0.0.1:" + port, "--token", joinToken));
    command.addAll(List.of("--name", name, "--data", home.toString(), "--runtime", runtime));
    command.addAll(
        List.of("--number", Integer.toString(number), "--range", Integer.toString(range.number())));
    command.addAll(List.of("--cluster", folder.path().toString()));
    command.addAll(List.of("--heartbeat", Long.toString(heartbeat.toMillis())));
    var log = folder.file("logs").resolve(name + ".log").toFile();
    try {
      Files.createDirectories(home);
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      OwnedProcess.of(process.toHandle()).write(home.resolve("process"));
      return Optional.of(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NodeProcess() {}
}
