package timonier.assembly;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A node as a process of its own, in a process group of its own.
///
/// @param port the API server's
/// @param readOnlyPort the port on which anybody can read its pods; 0 for none
record NodeProcess(
    DataFolder folder,
    int number,
    int port,
    NodeTokens tokens,
    HostRange range,
    String runtime,
    Duration heartbeat,
    int readOnlyPort) {

  String name() {
    return "node-" + number;
  }

  /// The file that records its process.
  Path note() {
    return folder.node(name()).resolve("process");
  }

  /// Starts the node, unless it is running.
  ///
  /// @return whether it was started
  boolean start() {
    if (isAlive()) {
      return false;
    }
    tokens.prepare(name(), folder.node(name()), Instant.now());
    return startAgain();
  }

  private boolean isAlive() {
    return OwnedProcess.read(note()).flatMap(OwnedProcess::alive).isPresent();
  }

  /// Starts the node with the certificate it has, unless it is running. A node that was deleted
  /// does not get a new certificate by ending.
  ///
  /// @return whether it was started
  boolean startAgain() {
    var name = name();
    var home = folder.node(name);
    if (isAlive()) {
      return false;
    }
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(Jvm.command());
    command.addAll(List.of(Main.class.getName(), "node"));
    command.addAll(List.of("--server", "https://127.0.0.1:" + port, "--token-file"));
    command.add(NodeTokens.file(home).toString());
    command.addAll(List.of("--name", name, "--data", home.toString(), "--runtime", runtime));
    command.addAll(
        List.of("--number", Integer.toString(number), "--range", Integer.toString(range.number())));
    command.addAll(List.of("--cluster", folder.path().toString()));
    command.addAll(List.of("--heartbeat", Long.toString(heartbeat.toMillis())));
    command.addAll(List.of("--read-only-port", Integer.toString(readOnlyPort)));
    launch(command, home, folder.file("logs").resolve(name + ".log").toFile());
    return true;
  }

  private void launch(List<String> command, Path home, File log) {
    try {
      Files.createDirectories(home);
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      OwnedProcess.of(process.toHandle()).write(note());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
