package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import timonier.kit.loop.EventLoop;

/// The nodes of a recorded scenario and their kubelets. A pod becomes what its label `fake` says:
/// `never-ready`, `succeed`, `fail`, `not-yet` or `linger` (stays when it is deleted); without the
/// label it becomes ready.
final class ScriptedKubelet {

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration HEARTBEAT = Duration.ofSeconds(4);

  /// How long the kubelet takes for a pod after it first saw it in this state.
  private static final Duration DELAY = Duration.ofMillis(300);

  /// The pause between two pods, in which controllers see only the first.
  private static final Duration APART = Duration.ofMillis(20);

  private static final String LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

  private static final List<String> READINESS = List.of("Ready", "ContainersReady");

  private final EventLoop loop;
  private final BehaviourStage.Requests requests;
  private final Set<String> nodes = new TreeSet<>();
  private Map<String, Instant> seen = new HashMap<>();
  private int addresses = 1;

  ScriptedKubelet(EventLoop loop, BehaviourStage.Requests requests) {
    this.loop = loop;
    this.requests = requests;
    loop.run(this::look);
    loop.run(this::beat);
  }

  /// Adds a node.
  void add(String name, JsonNode labels, JsonNode taints) {
    nodes.add(name);
    var node = JsonNodeFactory.instance.objectNode();
    var metadata = node.put("apiVersion", "v1").put("kind", "Node").putObject("metadata");
    metadata.put("name", name);
    metadata
        .putObject("labels")
        .put("kubernetes.io/hostname", name)
        .setAll((ObjectNode) labels.deepCopy());
    node.putObject("spec").set("taints", taints);
    requests.call("POST", "/api/v1/nodes", node);
    beat(name);
  }

  /// Makes a node send no more heartbeats and do nothing.
  void silence(String name) {
    nodes.remove(name);
  }

  private void beat() {
    List.copyOf(nodes).forEach(this::beat);
    loop.after(HEARTBEAT, this::beat);
  }

  private void beat(String name) {
    var now = loop.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var size = "{'cpu': '4', 'memory': '8Gi', 'pods': '110'}";
    var condition = "{'type': '%s', 'status': '%s', 'reason': '%s', 'lastHeartbeatTime': '" + now;
    var body =
        """
        {'status': {'capacity': %1$s, 'allocatable': %1$s, 'conditions': [%2$s],
         'addresses': [{'type': 'InternalIP', 'address': '10.1.0.1'}]}}
        """
            .formatted(
                size,
                String.join(
                    ", ",
                    condition.formatted("MemoryPressure", "False", "KubeletHasSufficientMemory")
                        + "'}",
                    condition.formatted("DiskPressure", "False", "KubeletHasSufficientDisk") + "'}",
                    condition.formatted("PIDPressure", "False", "KubeletHasSufficientPID") + "'}",
                    condition.formatted("Ready", "True", "KubeletReady")
                        + "', 'lastTransitionTime': '"
                        + now
                        + "'}"));
    requests.merge("/api/v1/nodes/" + name + "/status", BehaviourStage.json(body));
    var lease =
        BehaviourStage.json(
            """
            {'apiVersion': 'coordination.k8s.io/v1', 'kind': 'Lease',
             'metadata': {'name': '%1$s', 'namespace': 'kube-node-lease'},
             'spec': {'holderIdentity': '%1$s', 'leaseDurationSeconds': 40, 'renewTime': '%2$s'}}
            """
                .formatted(name, now.replace("Z", ".000000Z")));
    if (requests.merge(LEASES + "/" + name, lease).path("code").asInt() == 404) {
      requests.call("POST", LEASES, lease);
    }
  }

  private void look() {
    var due = new ArrayList<JsonNode>();
    var alive = new HashMap<String, Instant>();
    for (var pod : requests.get("/api/v1/pods").path("items")) {
      if (nodes.contains(pod.at("/spec/nodeName").asText())) {
        var state = pod.at("/metadata/uid").asText() + fake(pod) + isGoing(pod);
        var since = seen.getOrDefault(state, loop.now());
        alive.put(state, since);
        if (!since.plus(DELAY).isAfter(loop.now()) && owes(pod)) {
          due.add(pod);
        }
      }
    }
    seen = alive;
    for (var number = 0; number < due.size(); number++) {
      var pod = due.get(number);
      loop.after(APART.multipliedBy(number), () -> care(pod));
    }
    loop.after(LOOK.plus(APART.multipliedBy(due.size())), this::look);
  }

  private static String fake(JsonNode pod) {
    return pod.at("/metadata/labels/fake").asText("ok");
  }

  private static boolean isGoing(JsonNode pod) {
    return pod.at("/metadata").has("deletionTimestamp");
  }

  private static String phase(JsonNode pod) {
    return switch (fake(pod)) {
      case "succeed" -> "Succeeded";
      case "fail" -> "Failed";
      default -> "Running";
    };
  }

  private static boolean isReadyThen(JsonNode pod) {
    return phase(pod).equals("Running") && !fake(pod).equals("never-ready");
  }

  /// Whether the kubelet still has something to do for a pod.
  boolean owes(JsonNode pod) {
    if (!nodes.contains(pod.at("/spec/nodeName").asText())) {
      return false;
    }
    if (isGoing(pod)) {
      return !fake(pod).equals("linger") && pod.at("/metadata/finalizers").isEmpty();
    }
    var status = pod.path("status");
    var phase = status.path("phase").asText("Pending");
    if (fake(pod).equals("not-yet") || Set.of("Succeeded", "Failed").contains(phase)) {
      return false;
    }
    var isReady = false;
    for (var condition : status.path("conditions")) {
      isReady |=
          condition.path("type").asText().equals("Ready")
              && condition.path("status").asText().equals("True");
    }
    return !phase.equals(phase(pod)) || isReady != isReadyThen(pod) || !status.has("podIP");
  }

  private void care(JsonNode pod) {
    var path =
        "/api/v1/namespaces/%s/pods/%s"
            .formatted(pod.at("/metadata/namespace").asText(), pod.at("/metadata/name").asText());
    if (isGoing(pod)) {
      var options = JsonNodeFactory.instance.objectNode();
      options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("gracePeriodSeconds", 0);
      options.putObject("preconditions").set("uid", pod.at("/metadata/uid"));
      requests.call("DELETE", path + "?gracePeriodSeconds=0", options);
    } else {
      requests.merge(path + "/status", status(pod));
    }
  }

  private JsonNode status(JsonNode pod) {
    var now = loop.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata").set("uid", pod.at("/metadata/uid"));
    var status = body.putObject("status");
    status.put("phase", phase(pod));
    var conditions = status.putArray("conditions");
    var ours = new HashSet<>(READINESS);
    ours.add("Initialized");
    for (var condition : pod.at("/status/conditions")) {
      if (!ours.contains(condition.path("type").asText())) {
        conditions.add(condition);
      }
    }
    conditions
        .addObject()
        .put("type", "Initialized")
        .put("status", "True")
        .put("lastTransitionTime", now);
    for (var type : READINESS) {
      var condition = conditions.addObject().put("type", type).put("lastTransitionTime", now);
      condition.put("status", isReadyThen(pod) ? "True" : "False");
      if (!isReadyThen(pod)) {
        var isDone = phase(pod).equals("Succeeded");
        condition.put("reason", isDone ? "PodCompleted" : "ContainersNotReady");
      }
    }
    containers(pod, now, status);
    var address = pod.at("/status/podIP").asText();
    if (address.isEmpty()) {
      addresses++;
      address = "10.200.%d.%d".formatted(addresses / 250, addresses % 250 + 1);
    }
    status.put("podIP", address).put("hostIP", "10.1.0.1");
    status.putArray("podIPs").addObject().put("ip", address);
    status.put("startTime", pod.at("/status/startTime").asText(now));
    return body;
  }

  private static void containers(JsonNode pod, String now, ObjectNode status) {
    var statuses = status.putArray("containerStatuses");
    for (var container : pod.at("/spec/containers")) {
      var told = statuses.addObject();
      told.set("name", container.path("name"));
      told.set("image", container.path("image"));
      told.put("imageID", "x").put("restartCount", 0);
      told.put("ready", isReadyThen(pod)).put("started", isReadyThen(pod));
      var state = told.putObject("state");
      if (phase(pod).equals("Running")) {
        state.putObject("running").put("startedAt", now);
      } else {
        var isDone = phase(pod).equals("Succeeded");
        state
            .putObject("terminated")
            .put("exitCode", isDone ? 0 : 1)
            .put("reason", isDone ? "Completed" : "Error")
            .put("startedAt", now)
            .put("finishedAt", now);
      }
    }
  }
}
