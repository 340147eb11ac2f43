package timonier.pods;

import java.util.List;
import java.util.Map;

/// Selects objects by their labels (`meta/v1 LabelSelector`).
///
/// All requirements must hold; a selector without any matches everything.
///
/// @param matchLabels each label must have this value
/// @param matchExpressions further requirements
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

  /// One requirement on one label.
  ///
  /// @param key the label's name
  /// @param operator `In`, `NotIn`, `Exists` or `DoesNotExist`
  /// @param values the values that the first two operators compare with
  public record Requirement(String key, String operator, List<String> values) {

    /// Whether labels meet the requirement. A missing label is in no set, so `NotIn` holds for it.
    ///
    /// @throws IllegalArgumentException if there is no such operator
    /// @exercise 01-1 Say whether an object's labels meet one requirement of a selector.
    public boolean matches(Map<String, String> labels) {
      throw new UnsupportedOperationException("exercise 01-1 is yours to write");
    }
  }

  /// The selector that asks for exactly these labels.
  public static LabelSelector of(Map<String, String> labels) {
    return new LabelSelector(labels, List.of());
  }

  /// Whether labels meet all requirements.
  public boolean matches(Map<String, String> labels) {
    return matchLabels.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && matchExpressions.stream().allMatch(requirement -> requirement.matches(labels));
  }
}
