package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/// What a pod's columns say.
final class PodColumns {

  static String ready(JsonNode pod) {
    var ready = 0;
    for (var status : pod.at("/status/containerStatuses")) {
      ready += status.path("ready").asBoolean() ? 1 : 0;
    }
    return ready + "/" + pod.at("/spec/containers").size();
  }

  /// How often its containers were started again, and when last.
  static String restarts(JsonNode pod, Instant now) {
    var restarts = 0;
    var last = "";
    for (var status : pod.at("/status/containerStatuses")) {
      restarts += status.path("restartCount").asInt();
      var finished = status.at("/lastState/terminated/finishedAt").asText("");
      last = finished.compareTo(last) > 0 ? finished : last;
    }
    return restarts == 0 || last.isEmpty()
        ? Integer.toString(restarts)
        : restarts + " (" + Columns.duration(Duration.between(Instant.parse(last), now)) + " ago)";
  }

  /// One word for how it is: the phase, unless a container has something more telling to say.
  static String status(JsonNode pod) {
    var reason = pod.at("/status/reason").asText("");
    if (reason.isEmpty()) {
      reason = pod.at("/status/phase").asText("Unknown");
    }
    var initializing = initializing(pod);
    reason = initializing.isEmpty() ? containers(pod, reason) : initializing;
    if (pod.at("/metadata").has("deletionTimestamp")) {
      return pod.at("/status/reason").asText("").equals("NodeLost") ? "Unknown" : "Terminating";
    }
    return reason;
  }

  private static String initializing(JsonNode pod) {
    var number = 0;
    for (var status : pod.at("/status/initContainerStatuses")) {
      var state = status.path("state");
      if (state.has("terminated") && state.at("/terminated/exitCode").asInt() == 0) {
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
    return reason.equals("Completed") && running ? "Running" : reason;
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
