package timonier.apiserver.rules.workloads;

import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Subject;

/// Checks of what scales others by metrics.
final class AutoscalerChecks {

  /// The fields of a metric by its type.
  private static final Map<String, String> SOURCES =
      Map.of(
          "Object", "object",
          "Pods", "pods",
          "Resource", "resource",
          "ContainerResource", "containerResource",
          "External", "external");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "replica bounds", _ -> Check.of(AutoscalerChecks::bounds),
        "metric source", _ -> Check.of(AutoscalerChecks::source),
        "metric target", _ -> Check.of(AutoscalerChecks::target),
        "target by value", why -> Check.of(it -> either(it, "value", "averageValue", why)),
        "target by use",
            why -> Check.of(it -> either(it, "averageValue", "averageUtilization", why)),
        "target by average", _ -> Check.of(AutoscalerChecks::average),
        "one target", Maker.of(Maker::words, AutoscalerChecks::notBoth));
  }

  private static void bounds(Subject spec) {
    var most = spec.field("maxReplicas");
    if (most.value().asLong() < 1) {
      most.invalid("must be greater than 0");
    }
    if (most.value().asLong() < spec.value().path("minReplicas").asLong()) {
      most.invalid("must be greater than or equal to `minReplicas`");
    }
  }

  /// A metric has the source of its type and no other.
  private static void source(Subject metric) {
    var expected = SOURCES.getOrDefault(metric.field("type").text(), "");
    if (!expected.isEmpty() && !metric.value().has(expected)) {
      var why = "must populate information for the given metric source";
      metric.causes().required(metric.path() + "." + expected, why);
    }
    for (var name : SOURCES.values().stream().sorted().toList()) {
      if (!name.equals(expected) && metric.value().has(name)) {
        var why = "must populate the given metric source only";
        metric.causes().forbidden(metric.path() + "." + name, why);
      }
    }
  }

  private static void target(Subject target) {
    var type = target.field("type");
    if (!type.isEmpty() && !List.of("Utilization", "Value", "AverageValue").contains(type.text())) {
      type.invalid("must be either Utilization, Value, or AverageValue");
    }
    for (var name : List.of("value", "averageValue")) {
      var amount = target.field(name);
      if (!amount.value().isMissingNode() && !isPositive(amount)) {
        amount.invalid("must be positive");
      }
    }
    var use = target.field("averageUtilization");
    if (use.value().isNumber() && use.value().asLong() < 1) {
      use.invalid("must be greater than 0");
    }
  }

  private static boolean isPositive(Subject amount) {
    return amount.quantity().value().signum() > 0;
  }

  private static void either(Subject target, String one, String other, String why) {
    if (!target.value().has(one) && !target.value().has(other)) {
      target.causes().required(target.path() + "." + other, why);
    }
  }

  private static void notBoth(Subject target, List<String> names) {
    var one = names.getFirst();
    var other = names.getLast();
    if (target.value().has(one) && target.value().has(other)) {
      target.causes().forbidden(target.path() + "." + one, "may not be set with " + other);
    }
  }

  private static void average(Subject target) {
    var average = target.field("averageValue");
    if (average.value().isMissingNode() || !isPositive(average)) {
      average.causes().required(average.path(), "must specify a positive target averageValue");
    }
  }

  private AutoscalerChecks() {}
}
