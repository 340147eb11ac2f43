package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.regex.Pattern;

/// What is wrong with a kind that makes pods from a template.
final class WorkloadValidation {

  private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

  private final Causes causes;

  WorkloadValidation(Causes causes) {
    this.causes = causes;
  }

  void replicaSet(JsonNode spec) {
    causes.negative("spec.replicas", spec.path("replicas"));
    causes.negative("spec.minReadySeconds", spec.path("minReadySeconds"));
    selector(spec.path("selector"), spec.path("template").path("metadata").path("labels"));
    var template = spec.path("template");
    Names.labels(causes, "spec.template.metadata.labels", template.path("metadata").path("labels"));
    var pod = template.path("spec");
    if (!pod.path("restartPolicy").asText("Always").equals("Always")) {
      causes.notSupported(
          "spec.template.spec.restartPolicy", pod.path("restartPolicy"), List.of("Always"));
    }
    if (pod.has("activeDeadlineSeconds")) {
      causes.forbidden(
          "spec.template.spec.activeDeadlineSeconds",
          "activeDeadlineSeconds in ReplicaSet is not Supported");
    }
    new PodValidation(causes).spec(pod, "spec.template.spec");
  }

  private void selector(JsonNode selector, JsonNode labels) {
    var wanted = selector.path("matchLabels");
    var expressions = selector.path("matchExpressions");
    if (selector.isMissingNode()) {
      causes.required("spec.selector");
    } else if (wanted.isEmpty() && expressions.isEmpty()) {
      causes.invalid("spec.selector", selector, "empty selector is invalid for deployment");
      return;
    }
    Names.labels(causes, "spec.selector.matchLabels", wanted);
    if (selector.isMissingNode() || !matches(wanted, expressions, labels)) {
      causes.invalid(
          "spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
    }
  }

  private static boolean matches(JsonNode wanted, JsonNode expressions, JsonNode labels) {
    var matches =
        wanted.properties().stream()
            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    for (var expression : expressions) {
      matches &= matches(expression, labels.path(expression.path("key").asText()));
    }
    return matches;
  }

  private static boolean matches(JsonNode expression, JsonNode label) {
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

  void deployment(JsonNode spec) {
    replicaSet(spec);
    causes.negative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    var deadline = spec.path("progressDeadlineSeconds");
    causes.negative("spec.progressDeadlineSeconds", deadline);
    if (deadline.isNumber() && deadline.asLong() <= spec.path("minReadySeconds").asLong()) {
      causes.invalid(
          "spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }
    strategy(spec.path("strategy"));
  }

  private void strategy(JsonNode strategy) {
    var at = "spec.strategy.rollingUpdate";
    switch (strategy.path("type").asText()) {
      case "RollingUpdate" -> rolling(strategy.path("rollingUpdate"), at);
      case "Recreate" -> {
        if (strategy.has("rollingUpdate")) {
          causes.forbidden(at, "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      default ->
          causes.notSupported(
              "spec.strategy.type", strategy.path("type"), List.of("Recreate", "RollingUpdate"));
    }
  }

  private void rolling(JsonNode rolling, String at) {
    var unavailable = rolling.path("maxUnavailable");
    var surge = rolling.path("maxSurge");
    amount(unavailable, at + ".maxUnavailable");
    amount(surge, at + ".maxSurge");
    if (isZero(unavailable) && isZero(surge)) {
      causes.invalid(
          at + ".maxUnavailable", IntNode.valueOf(0), "may not be 0 when `maxSurge` is 0");
    }
    var text = unavailable.asText();
    if (PERCENT.matcher(text).matches() && number(text) > 100) {
      causes.invalid(at + ".maxUnavailable", unavailable, "must not be greater than 100%");
    }
  }

  private void amount(JsonNode amount, String at) {
    if (amount.isTextual() && !PERCENT.matcher(amount.asText()).matches()) {
      causes.invalid(
          at,
          amount,
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',"
              + "  or '93%', regex used for validation is '[0-9]+%')");
    }
    causes.negative(at, amount);
  }

  private static boolean isZero(JsonNode amount) {
    return amount.isNumber()
        ? amount.asLong() == 0
        : PERCENT.matcher(amount.asText()).matches() && number(amount.asText()) == 0;
  }

  private static double number(String percent) {
    return Double.parseDouble(percent.substring(0, percent.length() - 1));
  }
}
