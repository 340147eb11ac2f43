package timonier.pods;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stands for a field that a JSON document leaves out, so that no record ever holds null.
///
/// Maps keep the order of the document: what is iterated must not depend on chance.
public final class Absent {

  /// Empty text for none.
  public static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /// An empty option for none.
  public static <T> Optional<T> value(@Nullable Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }

  /// An empty list for none, and a copy that nobody can change.
  public static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  /// An empty map for none, and a copy that nobody can change.
  public static <K, V> Map<K, V> map(@Nullable Map<K, V> values) {
    return values == null || values.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  private Absent() {}
}
