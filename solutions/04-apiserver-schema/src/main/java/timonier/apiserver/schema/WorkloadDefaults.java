package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import timonier.pods.objects.JsonFormat;

/// Fills in what depends on other fields of what makes pods from a template, and of what scales it.
final class WorkloadDefaults {

  private static final String CPU =
      """
      [{"type":"Resource","resource":{"name":"cpu","target":
          {"type":"Utilization","averageUtilization":80}}}]
      """;
  private static final String SCALE_UP =
      """
      {"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[
          {"type":"Pods","value":4,"periodSeconds":15},
          {"type":"Percent","value":100,"periodSeconds":15}]}
      """;
  private static final String SCALE_DOWN =
      """
      {"selectPolicy":"Max","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}
      """;

  /// The rules by the types that they are for.
  static Map<String, Consumer<ObjectNode>> rules() {
    return Map.of(
        "core/v1.ReplicationController", WorkloadDefaults::replicationController,
        "apps/v1.DeploymentStrategy", WorkloadDefaults::deploymentStrategy,
        "apps/v1.DaemonSetUpdateStrategy", WorkloadDefaults::daemonUpdate,
        "apps/v1.StatefulSetSpec", WorkloadDefaults::statefulSet,
        "batch/v1.Job", WorkloadDefaults::job,
        "autoscaling/v2.HorizontalPodAutoscalerSpec", WorkloadDefaults::autoscaler,
        "autoscaling/v2.HorizontalPodAutoscalerBehavior", WorkloadDefaults::behavior);
  }

  private static void replicationController(ObjectNode controller) {
    var labels = controller.at("/spec/template/metadata/labels");
    if (!labels.isEmpty()) {
      ifEmpty(controller.withObject("/spec"), "selector", labels.deepCopy());
    }
    labels(controller, labels);
  }

  /// What makes pods is labelled as they are, unless it has labels of its own.
  private static void labels(ObjectNode object, JsonNode labels) {
    if (!labels.isEmpty()) {
      ifEmpty(object.withObject("/metadata"), "labels", labels.deepCopy());
    }
  }

  private static void ifEmpty(ObjectNode object, String name, JsonNode value) {
    if (object.path(name).isEmpty()) {
      object.set(name, value);
    }
  }

  private static void deploymentStrategy(ObjectNode strategy) {
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      var rolling = strategy.withObject("/rollingUpdate");
      absent(rolling, "maxUnavailable", "\"25%\"");
      absent(rolling, "maxSurge", "\"25%\"");
    }
  }

  private static void absent(ObjectNode object, String name, String value) {
    if (!object.has(name)) {
      object.set(name, JsonFormat.parse(value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void daemonUpdate(ObjectNode strategy) {
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      var rolling = strategy.withObject("/rollingUpdate");
      absent(rolling, "maxUnavailable", "1");
      absent(rolling, "maxSurge", "0");
    }
  }

  /// Claims in a StatefulSet are written with their kind, as they always were.
  private static void statefulSet(ObjectNode spec) {
    var strategy = spec.withObject("/updateStrategy");
    if (strategy.path("type").asText("").isEmpty()) {
      strategy.put("type", "RollingUpdate").withObject("/rollingUpdate");
    }
    if (strategy.path("type").asText().equals("RollingUpdate")
        && strategy.path("rollingUpdate") instanceof ObjectNode rolling) {
      absent(rolling, "partition", "0");
    }
    spec.withObject("/persistentVolumeClaimRetentionPolicy");
    for (var claim : spec.path("volumeClaimTemplates")) {
      if (claim instanceof ObjectNode object) {
        object.put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
        absent(object.withObject("/status"), "phase", "\"Pending\"");
      }
    }
  }

  private static void job(ObjectNode job) {
    var spec = job.withObject("/spec");
    if (!spec.has("parallelism")) {
      absent(spec, "completions", "1");
    }
    absent(spec, "parallelism", "1");
    absent(spec, "backoffLimit", spec.has("backoffLimitPerIndex") ? "2147483647" : "6");
    absent(spec, "completionMode", "\"NonIndexed\"");
    absent(spec, "suspend", "false");
    absent(spec, "manualSelector", "false");
    absent(
        spec,
        "podReplacementPolicy",
        spec.has("podFailurePolicy") ? "\"Failed\"" : "\"TerminatingOrFailed\"");
    labels(job, spec.at("/template/metadata/labels"));
  }

  private static void autoscaler(ObjectNode spec) {
    if (spec.path("metrics").isEmpty()) {
      spec.remove("metrics");
      absent(spec, "metrics", CPU);
    }
  }

  private static void behavior(ObjectNode behavior) {
    scaling(behavior.withObject("/scaleUp"), SCALE_UP);
    scaling(behavior.withObject("/scaleDown"), SCALE_DOWN);
  }

  private static void scaling(ObjectNode rules, String defaults) {
    var all = JsonFormat.parse(defaults.getBytes(StandardCharsets.UTF_8));
    all.properties().forEach(rule -> rules.putIfAbsent(rule.getKey(), rule.getValue()));
  }

  private WorkloadDefaults() {}
}
