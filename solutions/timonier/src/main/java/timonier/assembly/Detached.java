package timonier.assembly;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A cluster in the background.
final class Detached {

  /// Starts it, and returns once it is ready.
  ///
  /// @throws CommandFailure if one runs already, or it does not start
  static int start(DataFolder folder, Function<DataFolder, List<String>> arguments) {
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(Jvm.server());
    command.add(Main.class.getName());
    command.addAll(arguments.apply(folder));
    try {
      folder.lock().release();
      var log = folder.file("logs").resolve("server.log").toFile();
      var begin = log.length();
      var process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log))
              .start();
      var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        if (line.startsWith("READY")) {
          return 0;
        }
      }
      throw new CommandFailure(
          why(log.toPath(), begin).orElse("The cluster did not start; see " + log + "."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Finds the sentence in the server's log that says why it did not start.
  ///
  /// @param begin the length of the log before the start
  private static Optional<String> why(Path log, long begin) throws IOException {
    var bytes = Files.readAllBytes(log);
    var from = (int) Math.min(begin, bytes.length);
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(Main.SPEAKER))
        .map(line -> line.substring(Main.SPEAKER.length()))
        .reduce((_, last) -> last);
  }

  private Detached() {}
}
