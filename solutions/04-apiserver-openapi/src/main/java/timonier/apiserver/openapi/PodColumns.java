package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a pod's columns say.
final class PodColumns {

  static final Map<String, Cell> CELLS =
      Map.of(
          "pod-ready", Cell.text(PodColumns::ready),
          "pod-status", Cell.text(PodColumns::status),
          "pod-restarts", (pod, now) -> TextNode.valueOf(restarts(pod, now)),
          "pod-readiness-gates", Cell.text(PodColumns::readinessGates));

  /// How many of its containers run and are ready, of how many; sidecars count among them.
  private static String ready(JsonNode pod) {
    var ready = 0;
    for (var status : lasting(pod)) {
      ready += status.path("ready").asBoolean() && status.at("/state").has("running") ? 1 : 0;
    }
    var all = pod.at("/spec/containers").size();
    for (var init : pod.at("/spec/initContainers")) {
      all += init.path("restartPolicy").asText().equals("Always") ? 1 : 0;
    }
    return ready + "/" + all;
  }

  /// The statuses of all containers that are not to end: the sidecars' and then the others'.
  private static List<JsonNode> lasting(JsonNode pod) {
    var statuses = new ArrayList<JsonNode>();
    for (var status : pod.at("/status/initContainerStatuses")) {
      if (isSidecar(pod, status)) {
        statuses.add(status);
      }
    }
    pod.at("/status/containerStatuses").forEach(statuses::add);
    return statuses;
  }

  private static boolean isSidecar(JsonNode pod, JsonNode status) {
    for (var init : pod.at("/spec/initContainers")) {
      if (init.path("name").equals(status.path("name"))) {
        return init.path("restartPolicy").asText().equals("Always");
      }
    }
    return false;
  }

  /// How often its containers were started again, and when last; while it initialises, its init
  /// containers.
  private static String restarts(JsonNode pod, Instant now) {
    var restarts = 0;
    var last = "";
    Iterable<JsonNode> list =
        initializing(pod).isEmpty() ? lasting(pod) : pod.at("/status/initContainerStatuses");
    for (var status : list) {
      restarts += status.path("restartCount").asInt();
      var finished = status.at("/lastState/terminated/finishedAt").asText("");
      last = finished.compareTo(last) > 0 ? finished : last;
    }
    return restarts == 0 || last.isEmpty()
        ? Integer.toString(restarts)
        : restarts + " (" + Ages.duration(Duration.between(Instant.parse(last), now)) + " ago)";
  }

  /// How many of its readiness gates are open, of how many.
  private static String readinessGates(JsonNode pod) {
    var gates = pod.at("/spec/readinessGates");
    var open = 0;
    for (var gate : gates) {
      open += isTrue(pod, gate.path("conditionType").asText()) ? 1 : 0;
    }
    return gates.isEmpty() ? Cells.NONE : open + "/" + gates.size();
  }

  private static boolean isTrue(JsonNode pod, String type) {
    for (var condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /// One word for how it is: the phase, unless a container has something more telling to say.
  private static String status(JsonNode pod) {
    var reason = pod.at("/status/reason").asText("");
    if (reason.isEmpty()) {
      reason = pod.at("/status/phase").asText("Unknown");
    }
    var initializing = initializing(pod);
    reason = initializing.isEmpty() ? containers(pod, reason) : initializing;
    if (!pod.path("metadata").has("deletionTimestamp")) {
      return reason;
    }
    if (pod.at("/status/reason").asText("").equals("NodeLost")) {
      return "Unknown";
    }
    var isOver = List.of("Succeeded", "Failed").contains(pod.at("/status/phase").asText());
    return isOver ? reason : "Terminating";
  }

  /// What it waits for before its containers start; empty if for nothing. Once it was initialized
  /// the end of a sidecar says nothing of it.
  private static String initializing(JsonNode pod) {
    if (isTrue(pod, "Initialized")) {
      return "";
    }
    var number = 0;
    for (var status : pod.at("/status/initContainerStatuses")) {
      var state = status.path("state");
      var isBeside = isSidecar(pod, status) && status.path("started").asBoolean();
      if (isBeside || state.has("terminated") && state.at("/terminated/exitCode").asInt() == 0) {
        number++;
        continue;
      }
      if (state.has("terminated")) {
        return "Init:" + terminated(state.path("terminated"));
      }
      var waiting = state.at("/waiting/reason").asText("");
      if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
        return "Init:" + waiting;
      }
      return "Init:" + number + "/" + pod.at("/spec/initContainers").size();
    }
    return "";
  }

  private static String containers(JsonNode pod, String phase) {
    var reason = phase;
    var running = false;
    var statuses = pod.at("/status/containerStatuses");
    for (var i = statuses.size() - 1; i >= 0; i--) {
      var state = statuses.get(i).path("state");
      var waiting = state.at("/waiting/reason").asText("");
      if (!waiting.isEmpty()) {
        reason = waiting;
      } else if (state.has("terminated")) {
        reason = terminated(state.path("terminated"));
      } else if (state.has("running") && statuses.get(i).path("ready").asBoolean()) {
        running = true;
      }
    }
    if (reason.equals("Completed") && running) {
      return isTrue(pod, "Ready") ? "Running" : "NotReady";
    }
    return reason;
  }

  private static String terminated(JsonNode state) {
    var reason = state.path("reason").asText("");
    if (!reason.isEmpty()) {
      return reason;
    }
    var signal = state.path("signal").asInt();
    return signal != 0 ? "Signal:" + signal : "ExitCode:" + state.path("exitCode").asInt();
  }

  private PodColumns() {}
}
