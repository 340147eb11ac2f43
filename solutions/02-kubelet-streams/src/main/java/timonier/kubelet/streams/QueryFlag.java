package timonier.kubelet.streams;

import java.util.List;
import java.util.Map;

/// Boolean parameters of a query, as Kubernetes reads them.
public final class QueryFlag {

  /// Whether a parameter is true: present, and neither `0` nor `false` in any case; it may even be
  /// empty, as in `?watch`. The first of several values counts.
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
