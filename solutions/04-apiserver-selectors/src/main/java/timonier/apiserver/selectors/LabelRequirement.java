package timonier.apiserver.selectors;

import java.util.List;
import java.util.Map;
import timonier.apiserver.validation.Validation;
import timonier.pods.LabelSelector.Requirement;
import timonier.pods.objects.ApiException;

/// One requirement of a label selector in a query, which may also compare numbers.
///
/// @param key the label's name
/// @param operator as in `LabelSelector`, or `Gt` or `Lt`
/// @param values what it compares with
public record LabelRequirement(String key, String operator, List<String> values) {

  /// Whether something that has these labels meets the requirement. A label that is not there, or
  /// is no number, is neither greater nor less than any.
  boolean matches(Map<String, String> labels) {
    var value = labels.getOrDefault(key, "");
    return switch (operator) {
      case "Gt" -> isNumber(value) && number(value) > number(values.getFirst());
      case "Lt" -> isNumber(value) && number(value) < number(values.getFirst());
      default -> new Requirement(key, operator, values).matches(labels);
    };
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+]?\\d{1,18}");
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  /// The requirement itself, if it can be met.
  ///
  /// @throws ApiException 400 if no label is called so or has such a value
  LabelRequirement checked() {
    if (List.of("In", "NotIn").contains(operator) && values.isEmpty()) {
      throw refused(
          "values", "Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
    }
    if (List.of("Gt", "Lt").contains(operator) && !isNumber(values.getFirst())) {
      throw refused(
          "values[0]",
          "Invalid value: \"%s\": for 'Gt', 'Lt' operators, the value must be an integer"
              .formatted(values.getFirst()));
    }
    Validation.labelRequirement(key, values).stream()
        .findFirst()
        .ifPresent(fault -> {
          throw refused(fault.field(), fault.message());
        });
    return this;
  }

  private static ApiException refused(String field, String why) {
    return ApiException.badRequest("unable to parse requirement: %s: %s".formatted(field, why));
  }
}
