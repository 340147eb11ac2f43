package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import timonier.apiserver.rules.Check.Maker;

/// Selectors of objects by their labels, and what they select
/// (`k8s.io/apimachinery/pkg/apis/meta/v1`).
public final class LabelSelectors {

  /// What is wrong with an operator that a selector does not have.
  public static final String NO_OPERATOR = "not a valid selector operator";

  private static final String NEEDS_VALUES = "must be specified when `operator` is 'In' or 'NotIn'";
  private static final String NEEDS_NO_VALUES =
      "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of("label requirement", _ -> Check.evenOfNothing(LabelSelectors::requirement));
  }

  /// A requirement has values if its operator, which must be known, compares with some.
  public static void requirement(Subject requirement) {
    if (!values(requirement)) {
      requirement.field("operator").invalid(NO_OPERATOR);
    }
  }

  /// A requirement has values if its operator compares with some.
  ///
  /// @return whether the operator is known
  public static boolean values(Subject requirement) {
    var operator = requirement.field("operator");
    var values = requirement.field("values");
    switch (operator.text()) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          values.causes().required(values.path(), NEEDS_VALUES);
        }
        return true;
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          values.causes().forbidden(values.path(), NEEDS_NO_VALUES);
        }
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  /// Whether a selector can be applied to labels at all.
  public static boolean isWellFormed(JsonNode selector) {
    var causes = new Causes();
    Names.labels(causes, "", selector.path("matchLabels"));
    for (var each : selector.path("matchExpressions")) {
      var requirement = Subject.created(each, causes);
      requirement(requirement);
      Checks.qualifiedName(requirement.field("key"));
      each.path("values").forEach(value -> Names.labelValue(causes, "", value));
    }
    return causes.found().isEmpty();
  }

  /// Whether a selector says nothing, and thus selects everything.
  public static boolean isEmpty(JsonNode selector) {
    return selector.path("matchLabels").isEmpty() && selector.path("matchExpressions").isEmpty();
  }

  /// Whether a selector selects an object with these labels.
  public static boolean matches(JsonNode selector, JsonNode labels) {
    var matches = hasAll(labels, selector.path("matchLabels"));
    for (var expression : selector.path("matchExpressions")) {
      matches &= meets(labels.path(expression.path("key").asText()), expression);
    }
    return matches;
  }

  /// Whether labels contain all of some others.
  public static boolean hasAll(JsonNode labels, JsonNode wanted) {
    return wanted.properties().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  private static boolean meets(JsonNode label, JsonNode expression) {
    var isIn = false;
    for (var value : expression.path("values")) {
      isIn |= value.equals(label);
    }
    return switch (expression.path("operator").asText()) {
      case "In" -> isIn;
      case "NotIn" -> !isIn;
      case "Exists" -> !label.isMissingNode();
      default -> label.isMissingNode();
    };
  }

  private LabelSelectors() {}
}
