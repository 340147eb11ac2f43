package timonier.pods;

import java.time.Instant;
import java.util.Optional;

/// One entry of a container's log, in the format that the Container Runtime Interface prescribes.
///
/// ```
/// 2026-01-02T03:04:05.123456789Z stdout F hello, world
/// ```
///
/// An entry is a time, the stream, tags and the text, separated by one space each. The first tag is
/// `F` if a line of output ends here, `P` if it was so long that it goes on in the next entry;
/// further tags follow after a colon (Kubernetes' design of CRI logging).
///
/// @param time when the container said it
/// @param stream `stdout` or `stderr`
/// @param isPartial whether the line goes on in the next entry
/// @param text what the container said, spaces and all, without the end of the line
public record LogEntry(Instant time, String stream, boolean isPartial, String text) {

  /// Reads an entry.
  ///
  /// @param entry one line of the log file, without its end
  /// @return empty if it is no entry: a crash may have cut it off, or a disk may have damaged it
  /// @exercise 01-4 Tell time, stream, tags and text of a log entry apart, and pass over what is no
  ///   entry at all.
  public static Optional<LogEntry> parse(String entry) {
    throw new UnsupportedOperationException("exercise 01-4 is yours to write");
  }
}
