package timonier.scheduler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import timonier.pods.Node;

/// Selects nodes (`core/v1 NodeSelectorTerm`). All requirements must hold; a term without any
/// matches no node.
///
/// @param matchExpressions requirements on the node's labels
/// @param matchFields requirements on its fields; `metadata.name` is the only field
record NodeSelectorTerm(List<Requirement> matchExpressions, List<Requirement> matchFields) {

  private static final String NAME = "metadata.name";

  /// One requirement on a label or a field.
  ///
  /// @param key the label or field
  /// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`
  /// @param values the values to compare with: one whole number for `Gt` and `Lt`
  record Requirement(String key, String operator, List<String> values) {

    /// Whether labels meet the requirement. For a label that is not there, `NotIn` holds, and
    /// neither `Gt` nor `Lt` does. An unknown operator never holds.
    boolean matches(Map<String, String> labels) {
      var value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> value.filter(values::contains).isPresent();
        case "NotIn" -> value.filter(values::contains).isEmpty();
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        case "Gt" -> value.flatMap(this::comparison).filter(sign -> sign > 0).isPresent();
        case "Lt" -> value.flatMap(this::comparison).filter(sign -> sign < 0).isPresent();
        default -> false;
      };
    }

    /// Compares a value with the requirement's; empty unless both are whole numbers.
    private Optional<Integer> comparison(String value) {
      if (values.size() != 1) {
        return Optional.empty();
      }
      try {
        return Optional.of(Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst())));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }

    private boolean isName() {
      return key.equals(NAME) && operator.equals("In");
    }
  }

  /// Whether the term matches a node.
  boolean matches(Node node) {
    var metadata = node.metadata();
    var fields = Map.of(NAME, metadata.name());
    return !(matchExpressions.isEmpty() && matchFields.isEmpty())
        && matchExpressions.stream().allMatch(wanted -> wanted.matches(metadata.labels()))
        && matchFields.stream().allMatch(wanted -> wanted.matches(fields));
  }

  /// The names of the only nodes that can match; empty if the term does not name them.
  Optional<TreeSet<String>> names() {
    return matchFields.stream()
        .filter(Requirement::isName)
        .map(wanted -> new TreeSet<>(wanted.values()))
        .reduce((some, others) -> {
          some.retainAll(others);
          return some;
        });
  }
}
