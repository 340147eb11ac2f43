package timonier.apiserver.versions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import timonier.apiserver.schema.Decoder;
import timonier.apiserver.schema.GoForm;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

/// Converts autoscalers between `autoscaling/v2` and `autoscaling/v1`, which has one target: the
/// utilization of CPUs. All else travels in annotations, so that a client of `v1` that reads an
/// object and writes it back loses nothing.
///
/// Clients can write anything into annotations: those that cannot be decoded are ignored, and none
/// of them is stored (Kubernetes: `pkg/apis/autoscaling/v1/conversion.go`).
final class AutoscalerConversion implements Conversion {

  private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = PREFIX + "metrics";
  private static final String CURRENT_METRICS = PREFIX + "current-metrics";
  private static final String CONDITIONS = PREFIX + "conditions";
  private static final String BEHAVIOR = PREFIX + "behavior";

  private static final Set<String> OWN =
      Set.of(
          METRICS,
          CURRENT_METRICS,
          CONDITIONS,
          BEHAVIOR,
          PREFIX + "scale-down-tolerance",
          PREFIX + "scale-up-tolerance");

  private static final String TARGET = "targetCPUUtilizationPercentage";
  private static final String CURRENT = "currentCPUUtilizationPercentage";

  /// The target of an autoscaler that has none, in percent of the requested CPU.
  private static final int USUAL_UTILIZATION = 80;

  private final ApiTables tables;
  private final MetricForms specs = MetricForms.of("spec");
  private final MetricForms statuses = MetricForms.of("status");

  AutoscalerConversion(ApiTables tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode read(ObjectNode stored) {
    var spec = stored.withObject("/spec");
    var status = stored.withObject("/status");
    var annotations = stored.withObject("/metadata").withObject("/annotations");
    annotations.remove(OWN);
    readMetrics(spec, annotations);
    readStatuses(status, annotations);
    note(annotations, CONDITIONS, taken(status, "conditions"));
    note(annotations, BEHAVIOR, named(taken(spec, "behavior"), Character::toUpperCase));
    return stored;
  }

  private void readMetrics(ObjectNode spec, ObjectNode annotations) {
    var others = JsonNodeFactory.instance.arrayNode();
    for (var metric : taken(spec, "metrics")) {
      var utilization = utilization(metric, "target");
      if (utilization.isMissingNode()) {
        others.add(formed("MetricSpec", specs.first(metric)));
      } else if (!spec.has(TARGET)) {
        spec.set(TARGET, utilization);
      }
    }
    note(annotations, METRICS, others);
  }

  /// Notes all metrics, since the annotation alone has their absolute values.
  private void readStatuses(ObjectNode status, ObjectNode annotations) {
    var all = JsonNodeFactory.instance.arrayNode();
    for (var metric : taken(status, "currentMetrics")) {
      all.add(formed("MetricStatus", statuses.first(metric)));
      var utilization = utilization(metric, "current");
      if (!utilization.isMissingNode()) {
        status.set(CURRENT, utilization);
      }
    }
    note(annotations, CURRENT_METRICS, all);
  }

  private ObjectNode formed(String type, ObjectNode metric) {
    GoForm.apply(tables.struct("autoscaling/v1." + type), metric);
    return metric;
  }

  /// Removes a field, and returns its value.
  private static JsonNode taken(ObjectNode object, String field) {
    var value = object.remove(field);
    return value == null ? MissingNode.getInstance() : value;
  }

  /// The utilization of CPUs, wanted or current; missing if the metric is of something else.
  private static JsonNode utilization(JsonNode metric, String part) {
    var isOfCpu =
        metric.path("type").asText().equals("Resource")
            && metric.at("/resource/name").asText().equals("cpu");
    return isOfCpu
        ? metric.path("resource").path(part).path("averageUtilization")
        : MissingNode.getInstance();
  }

  private static void note(ObjectNode annotations, String name, JsonNode value) {
    if (!value.isEmpty()) {
      annotations.put(name, new String(JsonFormat.bytes(value), UTF_8));
    }
  }

  /// Changes the case of the first letter of all names: Kubernetes writes a behavior with the names
  /// of its fields in Go.
  private static JsonNode named(JsonNode value, IntUnaryOperator letter) {
    return switch (value) {
      case ObjectNode object -> {
        var made = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
          var name = new StringBuilder(field.getKey());
          if (!name.isEmpty()) {
            name.setCharAt(0, (char) letter.applyAsInt(name.charAt(0)));
          }
          made.set(name.toString(), named(field.getValue(), letter));
        }
        yield made;
      }
      case ArrayNode list -> {
        var made = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> made.add(named(element, letter)));
        yield made;
      }
      default -> value;
    };
  }

  @Override
  public ObjectNode write(ObjectNode served) {
    var spec = served.withObject("/spec");
    var status = served.withObject("/status");
    var annotations = served.withObject("/metadata").withObject("/annotations");
    writeMetrics(spec, annotations);
    writeStatuses(status, annotations);
    var conditions = documents(annotations, CONDITIONS, "v1.HorizontalPodAutoscalerCondition");
    if (!conditions.isEmpty()) {
      status.putArray("conditions").addAll(conditions);
    }
    var behavior = named(noted(annotations, BEHAVIOR), Character::toLowerCase);
    if (!behavior.isEmpty() && isReadable(behavior, "v2.HorizontalPodAutoscalerBehavior")) {
      spec.set("behavior", behavior);
    }
    annotations.remove(OWN);
    return served;
  }

  private void writeMetrics(ObjectNode spec, ObjectNode annotations) {
    var metrics = spec.putArray("metrics");
    documents(annotations, METRICS, "v1.MetricSpec")
        .forEach(metric -> metrics.add(specs.second(metric)));
    var target = taken(spec, TARGET);
    if (target.isNumber() || metrics.isEmpty()) {
      var wanted = target.isNumber() ? target : IntNode.valueOf(USUAL_UTILIZATION);
      ofCpu(metrics, "target").put("type", "Utilization").set("averageUtilization", wanted);
    }
  }

  private void writeStatuses(ObjectNode status, ObjectNode annotations) {
    var metrics = status.putArray("currentMetrics");
    documents(annotations, CURRENT_METRICS, "v1.MetricStatus")
        .forEach(metric -> metrics.add(statuses.second(metric)));
    var current = taken(status, CURRENT);
    if (current.isNumber() && metrics.isEmpty()) {
      ofCpu(metrics, "current").set("averageUtilization", current);
    }
  }

  /// Adds a metric of CPUs.
  ///
  /// @return its target or current value
  private static ObjectNode ofCpu(ArrayNode metrics, String part) {
    var resource = metrics.addObject().put("type", "Resource").putObject("resource");
    return resource.put("name", "cpu").putObject(part);
  }

  /// The JSON in an annotation; missing if there is none.
  private static JsonNode noted(JsonNode annotations, String name) {
    try {
      return JsonFormat.parse(annotations.path(name).asText("null").getBytes(UTF_8));
    } catch (IllegalArgumentException _) {
      return MissingNode.getInstance();
    }
  }

  /// The list in an annotation; empty unless all its elements fit their type.
  ///
  /// @param type the type of the elements, as in `v1.MetricSpec`
  private List<JsonNode> documents(JsonNode annotations, String name, String type) {
    var all = new ArrayList<JsonNode>();
    noted(annotations, name).forEach(all::add);
    return all.stream().allMatch(document -> isReadable(document, type)) ? all : List.of();
  }

  /// Whether a document fits a type. Fields that the type does not have are removed.
  private boolean isReadable(JsonNode document, String type) {
    try {
      if (document instanceof ObjectNode object) {
        Decoder.prune(tables.struct("autoscaling/" + type), type.split("\\.", 2)[0], object);
        return true;
      }
    } catch (ApiException _) {
      return false;
    }
    return false;
  }
}
