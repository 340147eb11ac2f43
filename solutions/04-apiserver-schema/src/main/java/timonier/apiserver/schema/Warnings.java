package timonier.apiserver.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Warnings that accompany an answer, as a header (RFC 7234, section 5.5).
///
/// A client writes much of that itself, and a header must not become long: from some length on each
/// warning is cut, and then left out, as in Kubernetes.
public final class Warnings {

  /// What all warnings together may have.
  private static final int MOST = 4096;

  /// What each may have once there is more.
  private static final int MOST_EACH = 256;

  /// The value of the header; empty if there is nothing that can be said.
  ///
  /// @param texts what the client should know
  public static String header(List<String> texts) {
    var sayable = new LinkedHashSet<>(texts);
    sayable.removeIf(text -> text.chars().anyMatch(Character::isISOControl));
    var isLong = sayable.stream().mapToInt(String::length).sum() > MOST;
    var said = new ArrayList<String>();
    var left = MOST;
    for (var text : sayable) {
      var part = isLong && text.length() > MOST_EACH ? text.substring(0, MOST_EACH) : text;
      left -= part.length();
      if (left >= 0) {
        said.add("299 - \"" + part.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
      }
    }
    return String.join(", ", said);
  }

  private Warnings() {}
}
