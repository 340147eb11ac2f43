package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import timonier.pods.objects.JsonFormat;

/// The objects that controllers and scheduler made of a scenario, by kind, in the form of the
/// recording: without what depends on chance and time, equal objects once with their count, and all
/// lists sorted by their text.
final class BehaviourSnapshot {

  private static final Set<String> TIMES =
      Set.of(
          "lastTransitionTime",
          "lastUpdateTime",
          "lastProbeTime",
          "lastHeartbeatTime",
          "startTime",
          "completionTime");

  private static final Set<String> WORKLOADS =
      Set.of("replicasets", "deployments", "replicationcontrollers");

  private static final Pattern SHOWN_ANNOTATION =
      Pattern.compile("(deployment\\.kubernetes\\.io/|test/).*");

  private static final String SUFFIX = "[bcdfghjklmnpqrstvwxz2456789]{5}";

  private static final Pattern UID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern TIME =
      Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  /// A name that a controller made.
  private static final Pattern GENERATED =
      Pattern.compile("(<rs\\d+>|\\b(?:rs|rc)\\d?|\\borphan)-" + SUFFIX + "\\b");

  private static final Pattern REASONS =
      Pattern.compile("(?s)0/\\d+ nodes are available: (.*?)\\.?$");

  /// The value of the label and the taint that set the nodes of one scenario apart.
  private static final String POOL = "0pool0";

  private final String namespace;
  private final Map<String, String> names = new LinkedHashMap<>();
  private int sets;
  private boolean showsNodes;

  BehaviourSnapshot(String namespace) {
    this.namespace = namespace;
  }

  String pool() {
    return POOL;
  }

  /// The whole name of a node of the scenario.
  String nodeName(String shown) {
    names.put(POOL + "-" + shown, shown);
    showsNodes = true;
    return POOL + "-" + shown;
  }

  /// Shows an object under another name from now on.
  void call(String name, String shown) {
    names.put(name, shown);
  }

  /// The snapshot of all objects, by kind.
  ObjectNode of(Map<String, List<JsonNode>> all) {
    learn(all.getOrDefault("replicasets", List.of()));
    var snapshot = object();
    all.forEach((kind, objects) -> {
      if (kind.equals("events")) {
        snapshot.set("events", events(objects));
      } else if (!objects.isEmpty()) {
        snapshot.set(kind, counted(objects.stream().map(o -> cleaned(shown(kind, o))).toList()));
      }
    });
    return (ObjectNode) ordered(snapshot);
  }

  /// Names sets by their age, since the hash in their names differs between servers.
  private void learn(List<JsonNode> found) {
    found.stream()
        .sorted(
            Comparator.comparing((JsonNode set) -> set.at("/metadata/creationTimestamp").asText())
                .thenComparing(set -> ordered(set.at("/spec/template/spec")).toString()))
        .map(set -> set.at("/metadata/labels/pod-template-hash").asText())
        .filter(hash -> !hash.isEmpty())
        .forEach(hash -> names.computeIfAbsent(hash, _ -> "<rs" + ++sets + ">"));
  }

  private JsonNode cleaned(JsonNode shown) {
    var text = ordered(shown).toString();
    for (var name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    text = text.replace(namespace, "<ns>").replace(POOL, "<pool>");
    text = UID.matcher(text).replaceAll("<uid>");
    text = TIME.matcher(text).replaceAll("<time>");
    text = GENERATED.matcher(text).replaceAll("$1-<x>");
    return JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode shown(String kind, JsonNode object) {
    var shown =
        switch (kind) {
          case "pods" -> pod(object);
          case "services" -> service(object);
          case "endpoints" -> endpoints(object);
          case "endpointslices" -> slice(object);
          default -> WORKLOADS.contains(kind) ? workload(object) : plain(object);
        };
    var name = shown.path("name").asText();
    var prefix = object.at("/metadata/generateName").asText();
    if (kind.equals("endpointslices")) {
      shown.put("name", name.replaceFirst("-" + SUFFIX + "$", "-<slice>"));
    } else if (!prefix.isEmpty() && name.startsWith(prefix)) {
      shown.put("name", prefix + "<x>");
    }
    return shown;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ArrayNode list(Stream<? extends JsonNode> items) {
    var list = JsonNodeFactory.instance.arrayNode();
    items.forEach(list::add);
    return list;
  }

  private static Stream<JsonNode> items(JsonNode list) {
    var items = new ArrayList<JsonNode>();
    list.forEach(items::add);
    return items.stream();
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  private static ObjectNode common(JsonNode object) {
    var metadata = object.path("metadata");
    var shown = object();
    shown.set("name", metadata.path("name"));
    Stream.of("labels", "finalizers")
        .filter(field -> !metadata.path(field).isEmpty())
        .forEach(field -> shown.set(field, metadata.path(field)));
    metadata.path("annotations").properties().stream()
        .filter(note -> SHOWN_ANNOTATION.matcher(note.getKey()).matches())
        .forEach(note -> shown.withObject("/annotations").set(note.getKey(), note.getValue()));
    if (metadata.has("ownerReferences")) {
      shown.set(
          "owners", list(items(metadata.path("ownerReferences")).map(BehaviourSnapshot::owner)));
    }
    if (metadata.has("deletionTimestamp")) {
      shown.put("deleting", true);
    }
    return shown;
  }

  private static ArrayNode owner(JsonNode reference) {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(reference.path("kind"))
        .add(reference.path("name"))
        .add(reference.path("controller").asBoolean())
        .add(reference.path("blockOwnerDeletion").asBoolean());
  }

  private static ArrayNode conditions(JsonNode conditions) {
    return list(
        items(conditions)
            .map(condition ->
                JsonNodeFactory.instance
                    .arrayNode()
                    .add(condition.path("type"))
                    .add(condition.path("status"))
                    .add(condition.path("reason").asText(""))
                    .add(reasons(condition.path("message").asText("")))));
  }

  /// A scheduler's message without counts of nodes, and without the nodes of other scenarios.
  private static String reasons(String message) {
    var found = REASONS.matcher(message);
    if (!found.matches()) {
      return message;
    }
    var reasons = new TreeSet<String>();
    for (var reason : found.group(1).split(", (?=\\d+ )", -1)) {
      reasons.add(reason.strip().replaceFirst("^\\d+ ", ""));
    }
    reasons.removeIf(reason -> reason.contains("{pool:") || reason.contains("were unschedulable"));
    return "nodes: " + String.join(", ", reasons);
  }

  private static ObjectNode workload(JsonNode object) {
    var shown = common(object);
    var spec = object.path("spec");
    shown.set("generation", orNull(object.at("/metadata/generation")));
    Stream.of("replicas", "paused", "selector")
        .filter(spec::has)
        .forEach(field -> shown.set(field, spec.path(field)));
    shown.set("image", images(spec.at("/template/spec")));
    var status = withoutTimes(object.path("status"));
    ((ObjectNode) status).set("conditions", conditions(object.at("/status/conditions")));
    shown.set("status", status);
    return shown;
  }

  private static ArrayNode images(JsonNode podSpec) {
    return list(items(podSpec.path("containers")).map(container -> container.path("image")));
  }

  private static JsonNode withoutTimes(JsonNode node) {
    if (node.isArray()) {
      return list(items(node).map(BehaviourSnapshot::withoutTimes));
    }
    if (!node.isObject()) {
      return node;
    }
    var left = object();
    node.properties().stream()
        .filter(field -> !TIMES.contains(field.getKey()))
        .forEach(field -> left.set(field.getKey(), withoutTimes(field.getValue())));
    return left;
  }

  private ObjectNode pod(JsonNode object) {
    var shown = common(object);
    var status = object.path("status");
    var spec = object.path("spec");
    shown.set("phase", orNull(status.path("phase")));
    shown.set("conditions", conditions(status.path("conditions")));
    Stream.of("reason", "message", "nominatedNodeName", "qosClass")
        .filter(field -> !status.path(field).asText("").isEmpty())
        .forEach(field -> shown.set(field, status.path(field)));
    shown.set("image", images(spec));
    shown.put("bound", !spec.path("nodeName").asText("").isEmpty());
    if (showsNodes) {
      shown.set("node", orNull(spec.path("nodeName")));
      shown.set("tolerations", orNull(spec.path("tolerations")));
      shown.set("priority", orNull(spec.path("priority")));
      shown.set(
          "resources", list(items(spec.path("containers")).map(c -> orNull(c.path("resources")))));
    }
    return shown;
  }

  private static ObjectNode service(JsonNode object) {
    var shown = common(object);
    var spec = object.path("spec");
    var address = spec.path("clusterIP").asText("");
    shown.set("type", orNull(spec.path("type")));
    shown.put("clusterIP", address.isEmpty() ? "absent" : address.equals("None") ? "None" : "set");
    shown.set(
        "ports",
        list(
            items(spec.path("ports"))
                .map(port ->
                    JsonNodeFactory.instance
                        .arrayNode()
                        .add(port.path("name").asText(""))
                        .add(port.path("port"))
                        .add(orNull(port.path("targetPort")))
                        .add(orNull(port.path("protocol"))))));
    shown.set("selector", orNull(spec.path("selector")));
    return shown;
  }

  private static ArrayNode ports(JsonNode ports) {
    return list(
        items(ports)
            .map(port ->
                JsonNodeFactory.instance
                    .arrayNode()
                    .add(port.path("name").asText(""))
                    .add(orNull(port.path("port")))
                    .add(orNull(port.path("protocol")))));
  }

  /// Each element once, with its count.
  private static ArrayNode counts(JsonNode list, Function<JsonNode, JsonNode> view) {
    var counts = new TreeMap<String, Integer>();
    items(list).map(view).forEach(v -> counts.merge(ordered(v).toString(), 1, Integer::sum));
    var shown = JsonNodeFactory.instance.arrayNode();
    counts.forEach((text, count) ->
        shown.addArray().add(JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8))).add(count));
    return shown;
  }

  private static ObjectNode endpoints(JsonNode object) {
    var shown = common(object);
    shown.set(
        "subsets",
        list(
            items(object.path("subsets"))
                .map(subset -> {
                  var view = object();
                  view.set("ready", counts(subset.path("addresses"), BehaviourSnapshot::address));
                  view.set(
                      "notReady",
                      counts(subset.path("notReadyAddresses"), BehaviourSnapshot::address));
                  view.set("ports", ports(subset.path("ports")));
                  return view;
                })));
    return shown;
  }

  private static JsonNode address(JsonNode address) {
    var view = object();
    view.set("target", orNull(address.at("/targetRef/kind")));
    view.set("hostname", orNull(address.path("hostname")));
    view.put("node", address.has("nodeName"));
    return view;
  }

  private static ObjectNode slice(JsonNode object) {
    var shown = common(object);
    shown.set("addressType", orNull(object.path("addressType")));
    shown.set("ports", ports(object.path("ports")));
    shown.set("endpoints", counts(object.path("endpoints"), BehaviourSnapshot::endpoint));
    return shown;
  }

  private static JsonNode endpoint(JsonNode endpoint) {
    var view = object();
    view.putObject("conditions").set("ready", orNull(endpoint.at("/conditions/ready")));
    view.set("target", orNull(endpoint.at("/targetRef/kind")));
    view.set("hostname", orNull(endpoint.path("hostname")));
    view.put("addresses", endpoint.path("addresses").size());
    var topology = view.putArray("topology");
    if (endpoint.has("nodeName")) {
      topology.add("kubernetes.io/hostname");
    }
    return view;
  }

  private static ObjectNode plain(JsonNode object) {
    var shown = common(object);
    if (object.has("data")) {
      var keys = shown.putArray("data");
      object.path("data").fieldNames().forEachRemaining(keys::add);
    }
    if (!object.path("status").isEmpty()) {
      shown.set("status", withoutTimes(object.path("status")));
    }
    return shown;
  }

  /// Counts, for each reason and kind, the objects with such an event.
  private static ObjectNode events(List<JsonNode> events) {
    var told = new TreeMap<String, Set<String>>();
    for (var event : events) {
      var about = event.path("involvedObject");
      var what =
          "%s/%s/%s"
              .formatted(
                  about.path("kind").asText(),
                  event.path("type").asText(),
                  event.path("reason").asText());
      if (!event.path("reason").asText().startsWith("FailedToUpdate")) {
        told.computeIfAbsent(what, _ -> new HashSet<>()).add(about.path("name").asText());
      }
    }
    var shown = object();
    told.forEach((what, names) -> shown.put(what, names.size()));
    return shown;
  }

  private static ArrayNode counted(List<JsonNode> rows) {
    var counts = new TreeMap<String, Integer>();
    rows.forEach(row -> counts.merge(row.toString(), 1, Integer::sum));
    var shown = JsonNodeFactory.instance.arrayNode();
    counts.forEach((text, count) -> {
      var row = (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
      if (count > 1) {
        row.put("count", count);
      }
      shown.add(row);
    });
    return shown;
  }

  /// Sorts all fields, and all lists by their text.
  static JsonNode ordered(JsonNode node) {
    if (node.isObject()) {
      var fields = new TreeMap<String, JsonNode>();
      node.properties().forEach(field -> fields.put(field.getKey(), ordered(field.getValue())));
      return object().setAll(fields);
    }
    return node.isArray()
        ? list(
            items(node)
                .map(BehaviourSnapshot::ordered)
                .sorted(Comparator.comparing(JsonNode::toString)))
        : node;
  }
}
