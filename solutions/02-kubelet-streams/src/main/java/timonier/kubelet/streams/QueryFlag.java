package timonier.kubelet.streams;

import java.util.List;
import java.util.Map;

/// Parameters of a query that say yes or no, as Kubernetes reads them.
public final class QueryFlag {

  /// Whether a parameter is true: it is there and says neither `0` nor `false`, in whatever case;
  /// it may even say nothing, as in `?watch`. Of several values the first counts.
  public static boolean says(Map<String, List<String>> query, String name) {
    var values = query.getOrDefault(name, List.of());
    return !values.isEmpty() && says(values.getFirst());
  }

  /// Whether a value is true.
  public static boolean says(String value) {
    return !value.equals("0") && !value.equalsIgnoreCase("false");
  }

  private QueryFlag() {}
}
