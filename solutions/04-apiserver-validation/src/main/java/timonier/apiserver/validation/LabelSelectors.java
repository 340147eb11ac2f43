package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;

/// Selectors of objects by their labels, and what they select
/// (`k8s.io/apimachinery/pkg/apis/meta/v1`).
final class LabelSelectors {

  /// Whether a selector can be applied to labels at all.
  static boolean isWellFormed(JsonNode selector) {
    var causes = new Causes();
    Names.labels(causes, "", selector.path("matchLabels"));
    for (var each : selector.path("matchExpressions")) {
      var requirement = new Subject("", each, each, selector, false, causes);
      SelectorChecks.labelRequirement(requirement);
      Checks.qualifiedName(requirement.field("key"));
      each.path("values").forEach(value -> Names.labelValue(causes, "", value));
    }
    return causes.found().isEmpty();
  }

  /// Whether a selector says nothing, and thus selects everything.
  static boolean isEmpty(JsonNode selector) {
    return selector.path("matchLabels").isEmpty() && selector.path("matchExpressions").isEmpty();
  }

  /// Whether a selector selects an object with these labels.
  static boolean matches(JsonNode selector, JsonNode labels) {
    var matches = hasAll(labels, selector.path("matchLabels"));
    for (var expression : selector.path("matchExpressions")) {
      matches &= meets(labels.path(expression.path("key").asText()), expression);
    }
    return matches;
  }

  /// Whether labels contain all of some others.
  static boolean hasAll(JsonNode labels, JsonNode wanted) {
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
