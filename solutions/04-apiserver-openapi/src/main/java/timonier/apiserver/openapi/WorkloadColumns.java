package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the columns of those that keep pods say: workloads, and what scales them.
final class WorkloadColumns {

  static final Map<String, Cell> CELLS =
      Map.of(
          "ready-replicas", Cell.text(WorkloadColumns::ready),
          "job-status", Cell.text(WorkloadColumns::jobStatus),
          "job-completions", Cell.text(WorkloadColumns::completions),
          "job-duration", WorkloadColumns::duration,
          "cron-suspend", Cell.text(WorkloadColumns::suspend),
          "cron-last-schedule", WorkloadColumns::lastSchedule,
          "controller", Cell.text(WorkloadColumns::controller),
          "scale-target", Cell.text(WorkloadColumns::scaleTarget),
          "scale-metrics", Cell.text(WorkloadColumns::metrics));

  /// The most metrics that a cell names.
  private static final int SHOWN = 2;

  /// What a job's conditions call it, the most telling first.
  private static final List<String> OVER = List.of("Complete", "Failed");

  private static final List<String> PASSING =
      List.of("Suspended", "FailureTarget", "SuccessCriteriaMet");

  private static String ready(JsonNode workload) {
    return workload.at("/status/readyReplicas").asInt()
        + "/"
        + workload.at("/spec/replicas").asInt();
  }

  private static String jobStatus(JsonNode job) {
    for (var type : OVER) {
      if (holds(job, type)) {
        return type;
      }
    }
    if (job.path("metadata").has("deletionTimestamp")) {
      return "Terminating";
    }
    return PASSING.stream().filter(type -> holds(job, type)).findFirst().orElse("Running");
  }

  private static boolean holds(JsonNode object, String type) {
    for (var condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static String completions(JsonNode job) {
    var succeeded = job.at("/status/succeeded").asInt();
    var wanted = job.at("/spec/completions");
    if (wanted.isNumber()) {
      return succeeded + "/" + wanted.asInt();
    }
    var parallelism = job.at("/spec/parallelism").asInt();
    return succeeded + (parallelism > 1 ? "/1 of " + parallelism : "/1");
  }

  private static JsonNode duration(JsonNode job, Instant now) {
    var start = job.at("/status/startTime");
    if (!start.isTextual()) {
      return TextNode.valueOf("");
    }
    var end = job.at("/status/completionTime");
    var until = end.isTextual() ? Instant.parse(end.asText()) : now;
    var lasted = Duration.between(Instant.parse(start.asText()), until);
    return TextNode.valueOf(Ages.duration(lasted));
  }

  private static String suspend(JsonNode cron) {
    var suspend = cron.at("/spec/suspend");
    return suspend.isBoolean() ? suspend.asBoolean() ? "True" : "False" : Cells.UNSET;
  }

  private static JsonNode lastSchedule(JsonNode cron, Instant now) {
    var last = cron.at("/status/lastScheduleTime");
    return TextNode.valueOf(last.isTextual() ? Ages.age(last, now) : Cells.NONE);
  }

  private static String controller(JsonNode object) {
    for (var owner : object.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        var version = owner.path("apiVersion").asText();
        var group = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
        var kind = (owner.path("kind").asText() + group).toLowerCase(Locale.ROOT);
        return kind + "/" + owner.path("name").asText();
      }
    }
    return Cells.NONE;
  }

  private static String scaleTarget(JsonNode scaler) {
    var target = scaler.at("/spec/scaleTargetRef");
    return target.path("kind").asText() + "/" + target.path("name").asText();
  }

  private static String metrics(JsonNode scaler) {
    var wanted = scaler.at("/spec/metrics");
    var all = new ArrayList<String>();
    for (var i = 0; i < wanted.size(); i++) {
      all.add(metric(wanted.get(i), scaler.at("/status/currentMetrics").path(i)));
    }
    if (all.size() > SHOWN) {
      var shown = String.join(", ", all.subList(0, SHOWN));
      return shown + " + " + (all.size() - SHOWN) + " more...";
    }
    return Cells.orNone(String.join(", ", all));
  }

  private static String metric(JsonNode wanted, JsonNode status) {
    var type = wanted.path("type").asText();
    if (type.isEmpty()) {
      return "<unknown type>";
    }
    var field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    var target = wanted.path(field).path("target");
    var current = status.path(field).path("current");
    var isAverage = target.has("averageValue");
    return switch (type) {
      case "Pods" -> pair(current, target, "averageValue", "");
      case "External", "Object" ->
          isAverage
              ? pair(current, target, "averageValue", "") + " (avg)"
              : pair(current, target, "value", "");
      case "Resource", "ContainerResource" ->
          wanted.path(field).path("name").asText()
              + ": "
              + (isAverage
                  ? pair(current, target, "averageValue", "")
                  : pair(current, target, "averageUtilization", "%"));
      default -> "<unknown type>";
    };
  }

  private static String pair(JsonNode current, JsonNode target, String field, String unit) {
    var is = current.has(field) ? current.path(field).asText() + unit : "<unknown>";
    var shall = target.has(field) ? target.path(field).asText() + unit : "<auto>";
    return is + "/" + shall;
  }

  private WorkloadColumns() {}
}
