package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.assembly.Assembly;
import timonier.kit.sim.Simulation;
import timonier.pods.objects.JsonFormat;
import timonier.simulation.SimulatedCluster;
import timonier.simulation.SimulatedCluster.Plan;

/// A simulated cluster on which a recorded scenario is played: a namespace, the nodes of the script
/// and their kubelet, and all controllers.
final class BehaviourStage implements AutoCloseable {

  /// The API paths, by plural.
  private static final Map<String, String> GROUPS =
      Map.of(
          "replicasets", "/apis/apps/v1",
          "deployments", "/apis/apps/v1",
          "endpointslices", "/apis/discovery.k8s.io/v1");

  /// The kinds that every snapshot shows.
  private static final List<String> SHOWN =
      List.of(
          "pods",
          "replicasets",
          "deployments",
          "replicationcontrollers",
          "services",
          "endpoints",
          "endpointslices",
          "resourcequotas",
          "events");

  private static final Pattern OF_POOL = Pattern.compile("<pool>");
  private static final Pattern IDENTITY = Pattern.compile("@(\\w+)/(\\w+)");

  private static final String MERGE = "application/merge-patch+json";

  private final String namespace;
  private final SimulatedCluster cluster;
  private final Simulation simulation;
  private final Requests requests;
  private final ScriptedKubelet kubelet;
  private final BehaviourSnapshot snapshot;

  /// Sends requests to the server of the cluster; use it only inside the simulation.
  ///
  /// @param transport the connection to the server
  record Requests(Transport transport) {
    JsonNode get(String path) {
      return send(ApiRequest.at("GET", path, User.admin()));
    }

    JsonNode call(String method, String path, JsonNode body) {
      return send(method, path, "application/json", body);
    }

    JsonNode merge(String path, JsonNode body) {
      return send("PATCH", path, MERGE, body);
    }

    JsonNode send(String method, String path, String contentType, JsonNode body) {
      var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
      return send(ApiRequest.at(method, path, User.admin()).withBody(contentType, bytes));
    }

    private JsonNode send(ApiRequest request) {
      return JsonFormat.parse(transport.call(request).body());
    }
  }

  /// Parses an object written with single quotes.
  static ObjectNode json(String text) {
    return (ObjectNode) JsonFormat.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  BehaviourStage(String scenario, long seed) {
    namespace = scenario + "-00000";
    snapshot = new BehaviourSnapshot(namespace);
    var parts = Assembly.parts(Assembly.LAST, "10.96.0.0/16");
    cluster = new SimulatedCluster(new Plan(seed, parts, 0, false));
    simulation = cluster.simulation();
    if (!simulation.runUntil(cluster::isServerUp, Duration.ofMinutes(1))) {
      throw new AssertionError("the server did not start");
    }
    requests = new Requests(cluster.transport());
    kubelet = new ScriptedKubelet(simulation.loop("scripted-kubelet"), requests);
    inside(() -> {
      for (var number = 1; number <= 3; number++) {
        kubelet.add(
            "base" + number, json("{'base': 'true'}"), JsonNodeFactory.instance.arrayNode());
      }
      return requests.call(
          "POST", "/api/v1/namespaces", json("{'metadata': {'name': '%s'}}".formatted(namespace)));
    });
    simulation.runFor(Duration.ofSeconds(5));
  }

  private <T> T inside(Supplier<T> work) {
    return simulation.call(work);
  }

  private String path(JsonNode step) {
    return path(step.path("kind").asText());
  }

  private String path(String kind) {
    return kind.equals("nodes")
        ? "/api/v1/nodes"
        : "%s/namespaces/%s/%s".formatted(GROUPS.getOrDefault(kind, "/api/v1"), namespace, kind);
  }

  /// Carries out a step.
  ///
  /// @throws AssertionError if the server refuses it
  void perform(JsonNode step) {
    switch (step.path("verb").asText()) {
      case "create" -> create(step);
      case "patch" -> names(step).forEach(name -> patch(step, name));
      case "delete" -> names(step).forEach(name -> delete(step, name));
      case "call" -> snapshot.call(names(step).getFirst(), step.path("shown").asText());
      case "node" -> node(step);
      case "silence" -> kubelet.silence(snapshot.nodeName(step.path("name").asText()));
      case "wait" -> simulation.runFor(Duration.ofSeconds(step.path("seconds").asInt()));
      case "until tainted" -> untilTainted();
      default -> throw new AssertionError(step);
    }
  }

  private void create(JsonNode step) {
    send(step, "POST", path(step), "application/json", step.path("body"));
  }

  private void patch(JsonNode step, String name) {
    var type = "application/%s-patch+json".formatted(step.path("type").asText());
    send(step, "PATCH", path(step) + "/" + name, type, step.path("body"));
  }

  private void delete(JsonNode step, String name) {
    var options = json("{'apiVersion': 'v1', 'kind': 'DeleteOptions'}");
    if (step.has("policy")) {
      options.set("propagationPolicy", step.path("policy"));
    }
    send(step, "DELETE", path(step) + "/" + name, "application/json", options);
  }

  private void send(JsonNode step, String method, String path, String type, JsonNode body) {
    var answer = inside(() -> requests.send(method, path, type, filled(body)));
    if (answer.path("status").asText().equals("Failure")) {
      throw new AssertionError(step + " was refused: " + answer);
    }
  }

  private void node(JsonNode step) {
    var name = snapshot.nodeName(step.path("name").asText());
    var labels = (ObjectNode) step.path("labels").deepCopy();
    labels.put("pool", snapshot.pool());
    var taints = JsonNodeFactory.instance.arrayNode();
    taints.addObject().put("key", "pool").put("value", snapshot.pool()).put("effect", "NoSchedule");
    step.path("taints").forEach(taints::add);
    inside(() -> {
      kubelet.add(name, labels, taints);
      return name;
    });
    simulation.runFor(Duration.ofMillis(100));
  }

  private void untilTainted() {
    for (var second = 0; second < 70; second++) {
      for (var node : inside(() -> requests.get("/api/v1/nodes")).path("items")) {
        for (var taint : node.at("/spec/taints")) {
          if (taint.path("key").asText().equals("node.kubernetes.io/unreachable")
              && taint.path("effect").asText().equals("NoExecute")) {
            return;
          }
        }
      }
      simulation.runFor(Duration.ofSeconds(1));
    }
    throw new AssertionError("no node was tainted");
  }

  /// The names of the objects that a step is about: given as such, as the n-th of a kind, or by a
  /// selector.
  private List<String> names(JsonNode step) {
    var said = step.path("name").asText();
    if (said.contains("?")) {
      return living("pods", said.substring(said.indexOf('?') + 1));
    }
    if (said.startsWith("@")) {
      var words = said.substring(1).split("/", -1);
      return List.of(living(words[0], "").get(Integer.parseInt(words[1])));
    }
    return List.of(step.path("kind").asText().equals("nodes") ? snapshot.nodeName(said) : said);
  }

  private List<String> living(String kind, String selector) {
    return list(kind, selector).stream()
        .filter(object -> !object.path("metadata").has("deletionTimestamp"))
        .map(object -> object.at("/metadata/name").asText())
        .toList();
  }

  /// The objects of a kind, oldest first.
  private List<JsonNode> list(String kind, String selector) {
    var query = "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    var found = new ArrayList<JsonNode>();
    inside(() -> requests.get(path(kind) + query)).path("items").forEach(found::add);
    found.sort(
        Comparator.comparing((JsonNode o) -> o.at("/metadata/creationTimestamp").asText())
            .thenComparing(o -> o.at("/metadata/name").asText()));
    return found;
  }

  /// A body with the names and identities of this stage.
  private JsonNode filled(JsonNode body) {
    var text = OF_POOL.matcher(body.toString()).replaceAll(snapshot.pool());
    var filled =
        IDENTITY
            .matcher(text)
            .replaceAll(found ->
                requests
                    .get(path(found.group(1)) + "/" + found.group(2))
                    .at("/metadata/uid")
                    .asText());
    return JsonFormat.parse(filled.getBytes(StandardCharsets.UTF_8));
  }

  /// Lets time pass until nothing has changed for a while and the kubelet has no work left.
  ///
  /// @param kinds the kinds of objects to watch besides pods
  /// @param cap the longest time to wait
  void settle(JsonNode kinds, Duration quiet, Duration cap) {
    var watched = new LinkedHashSet<>(List.of("pods"));
    kinds.forEach(kind -> watched.add(kind.asText()));
    watched.retainAll(SHOWN);
    var end = simulation.now().plus(cap);
    simulation.runFor(Duration.ofMillis(700));
    var before = versions(watched);
    var since = simulation.now();
    while (simulation.now().isBefore(since.plus(quiet)) && simulation.now().isBefore(end)) {
      simulation.runFor(Duration.ofMillis(500));
      var now = versions(watched);
      if (!now.equals(before) || list("pods", "").stream().anyMatch(kubelet::owes)) {
        before = now;
        since = simulation.now();
      }
    }
  }

  private List<String> versions(Set<String> kinds) {
    return kinds.stream()
        .flatMap(kind -> list(kind, "").stream())
        .map(object -> object.at("/metadata/uid") + object.at("/metadata/resourceVersion").asText())
        .toList();
  }

  /// A snapshot of the present objects.
  ///
  /// @param also kinds to show besides those that are always shown
  ObjectNode snapshot(JsonNode also) {
    var all = new LinkedHashMap<String, List<JsonNode>>();
    SHOWN.forEach(kind -> all.put(kind, list(kind, "")));
    also.forEach(kind -> all.put(kind.asText(), list(kind.asText(), "")));
    return snapshot.of(all);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
