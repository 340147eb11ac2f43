package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where others may read what a cluster does: the arguments and environments of processes, and
/// logs.
///
/// @param data the cluster's folder
record OpenPlaces(Path data) {

  void no_secret_is_in_an_argument_an_environment_or_a_log() throws IOException {
    var admin = Files.readString(data.resolve("admin.token")).strip();
    var secret = Pattern.compile("[0-9a-f]{64}\\.[0-9a-f]{48}|" + admin);
    try (var processes = ProcessHandle.allProcesses();
        var logs = Files.list(data.resolve("logs"))) {
      var told =
          processes.flatMap(process ->
              Stream.of("cmdline", "environ").map(name -> Path.of("/proc/" + process.pid(), name)));
      for (var file : Stream.concat(told, logs).filter(Files::exists).toList()) {
        var text = text(file);
        if (text.contains(data.toString()) || file.startsWith(data)) {
          assertThat(text).as("%s", file).doesNotContainPattern(secret);
        }
      }
    }
  }

  /// What a file says; nothing if the process it belongs to has ended.
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }
}
