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
import timonier.apiserver.ApiRequest;
import timonier.apiserver.Transport;
import timonier.apiserver.User;
import timonier.assembly.Assembly;
import timonier.kit.sim.Simulation;
import timonier.pods.JsonFormat;
import timonier.simulation.SimulatedCluster;
import timonier.simulation.SimulatedCluster.Plan;

/// A simulated cluster on which a recorded scenario is played: a namespace, the nodes of the script
/// and their kubelet, and all controllers.
final class BehaviourStage implements AutoCloseable {

  /// Where objects of a kind are, by its plural.
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

  /// Sends requests to the server of the cluster; to be used from inside the simulation.
  ///
  /// @param transport the way to the server
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

  /// An object, written with single quotes.
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

  private String path(String kind) {
    return kind.equals("nodes")
        ? "/api/v1/nodes"
        : "%s/namespaces/%s/%s".formatted(GROUPS.getOrDefault(kind, "/api/v1"), namespace, kind);
  }

  /// Does what a step says.
  void perform(JsonNode step) {
    var what = step.fieldNames().next();
    for (var known : List.of("create", "patch", "delete", "call", "node", "silence", "wait")) {
      what = step.has(known) ? known : what;
    }
    switch (what) {
      case "create" -> create(step);
      case "patch" -> objects(step, "patch").forEach(name -> patch(step, name));
      case "delete" -> objects(step, "delete").forEach(name -> delete(step, name));
      case "call" -> snapshot.call(objects(step, "pods").getFirst(), step.path("call").asText());
      case "node" -> node(step);
      case "silence" -> kubelet.silence(snapshot.nodeName(step.path("silence").asText()));
      case "wait" -> simulation.runFor(Duration.ofSeconds(step.path("wait").asInt()));
      case "until" -> untilTainted();
      default -> throw new AssertionError(step);
    }
  }

  private void create(JsonNode step) {
    var kind = step.path("create").asText();
    expectGood(step, inside(() -> requests.call("POST", path(kind), filled(step.path("object")))));
  }

  private void patch(JsonNode step, String name) {
    var type = step.path("as").asText("").isEmpty() ? MERGE : "application/json-patch+json";
    var path = path(step.path("patch").asText()) + "/" + name;
    expectGood(step, inside(() -> requests.send("PATCH", path, type, filled(step.path("with")))));
  }

  private void delete(JsonNode step, String name) {
    var options = json("{'apiVersion': 'v1', 'kind': 'DeleteOptions'}");
    if (step.has("policy")) {
      options.set("propagationPolicy", step.path("policy"));
    }
    var path = path(step.path("delete").asText()) + "/" + name;
    expectGood(step, inside(() -> requests.call("DELETE", path, options)));
  }

  private static void expectGood(JsonNode step, JsonNode answer) {
    if (answer.path("status").asText().equals("Failure")) {
      throw new AssertionError(step + " was refused: " + answer);
    }
  }

  private void node(JsonNode step) {
    var name = snapshot.nodeName(step.path("node").asText());
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

  /// The names of the objects that a step is about: said as they are, as the n-th of a kind, or as
  /// all that a selector selects.
  private List<String> objects(JsonNode step, String verb) {
    var said = step.path("object").asText();
    if (said.contains("?")) {
      return living("pods", said.substring(said.indexOf('?') + 1));
    }
    if (said.startsWith("@")) {
      var words = said.substring(1).split("/", -1);
      return List.of(living(words[0], "").get(Integer.parseInt(words[1])));
    }
    return List.of(step.path(verb).asText().equals("nodes") ? snapshot.nodeName(said) : said);
  }

  private List<String> living(String kind, String selector) {
    return list(kind, selector).stream()
        .filter(object -> !object.path("metadata").has("deletionTimestamp"))
        .map(object -> object.at("/metadata/name").asText())
        .toList();
  }

  /// The objects of a kind, the oldest first.
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

  /// Lets time pass until nothing has changed for a while.
  ///
  /// @param kinds the kinds of objects that are watched, besides pods
  void settle(JsonNode kinds, Duration quiet, Duration cap) {
    var start = simulation.now();
    var last = start;
    Set<String> before = Set.of();
    simulation.runFor(Duration.ofMillis(700));
    while (simulation.now().isBefore(start.plus(cap)) && last.plus(quiet).isAfter(simulation.now())
        || before.isEmpty()) {
      var now = new LinkedHashSet<>(Set.of("looked"));
      var watched = new LinkedHashSet<>(List.of("pods"));
      kinds.forEach(kind -> watched.add(kind.asText()));
      watched.retainAll(SHOWN);
      var owes = false;
      for (var kind : watched) {
        for (var object : list(kind, "")) {
          now.add(kind + object.at("/metadata/name") + object.at("/metadata/resourceVersion"));
          owes |= kind.equals("pods") && kubelet.owes(object);
        }
      }
      if (owes || !now.equals(before)) {
        before = now;
        last = simulation.now();
      }
      simulation.runFor(Duration.ofMillis(500));
    }
  }

  /// What there is now.
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
