package timonier.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/// Formats parts of a whole.
final class Shares {

  /// Returns the shares, largest first, as in `store 60 %, JSON 40 %`; parts below one per cent are
  /// left out.
  static String of(Map<String, Long> parts) {
    var whole = parts.values().stream().mapToLong(Long::longValue).sum();
    return parts.entrySet().stream()
        .filter(part -> part.getValue() * 100 >= whole && part.getValue() > 0)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(part -> part.getKey() + " " + Math.round(100.0 * part.getValue() / whole) + " %")
        .collect(Collectors.joining(", "));
  }

  private Shares() {}
}
