package timonier.pods.simulated;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import timonier.pods.runtime.ContainerRuntime.LogOptions;

/// The log of a simulated container, all written at its start.
///
/// @param at the time of all lines
/// @param lines the lines
record SimulatedLog(Instant at, List<String> lines) {

  /// The log of a container that was not started.
  static final SimulatedLog EMPTY = new SimulatedLog(Instant.EPOCH, List.of());

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  static SimulatedLog of(Instant at, String container, List<String> says) {
    return new SimulatedLog(at, says.isEmpty() ? List.of(container + " has nothing to say") : says);
  }

  /// Writes the wanted part.
  void copy(LogOptions options, OutputStream out) throws IOException {
    if (options.since().filter(at::isBefore).isPresent()) {
      return;
    }
    var skipped = Math.max(0, lines.size() - options.tailLines().orElse(Long.MAX_VALUE));
    var left = options.limitBytes().orElse(Long.MAX_VALUE);
    for (var line : lines.stream().skip(skipped).toList()) {
      var shown = (options.timestamps() ? TIME.format(at) + " " : "") + line + "\n";
      var bytes = shown.getBytes(StandardCharsets.UTF_8);
      var count = (int) Math.min(left, bytes.length);
      out.write(bytes, 0, count);
      left -= count;
    }
    out.flush();
  }
}
