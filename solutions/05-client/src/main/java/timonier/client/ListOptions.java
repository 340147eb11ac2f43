package timonier.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which objects to list or watch.
///
/// @param namespace only those of one namespace; empty for all
/// @param labelSelector only those with these labels; empty for all
/// @param fieldSelector only those with these fields; empty for all
/// @param resourceVersion of a list: `0` for any moment, empty for now; of a watch: where to resume
public record ListOptions(
    String namespace, String labelSelector, String fieldSelector, String resourceVersion) {

  /// All objects of a type.
  public static ListOptions all() {
    return new ListOptions("", "", "", "");
  }

  /// The objects of one namespace.
  public static ListOptions in(String namespace) {
    return new ListOptions(namespace, "", "", "");
  }

  /// The same with a field selector.
  public ListOptions withFields(String selector) {
    return new ListOptions(namespace, labelSelector, selector, resourceVersion);
  }

  /// The same with a label selector.
  public ListOptions withLabels(String selector) {
    return new ListOptions(namespace, selector, fieldSelector, resourceVersion);
  }

  /// The same from a version on.
  public ListOptions from(String resourceVersion) {
    return new ListOptions(namespace, labelSelector, fieldSelector, resourceVersion);
  }

  Map<String, List<String>> query() {
    var query = new LinkedHashMap<String, List<String>>();
    put(query, "labelSelector", labelSelector);
    put(query, "fieldSelector", fieldSelector);
    put(query, "resourceVersion", resourceVersion);
    return query;
  }

  private static void put(Map<String, List<String>> query, String name, String value) {
    if (!value.isEmpty()) {
      query.put(name, List.of(value));
    }
  }
}
