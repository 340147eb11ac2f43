package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import timonier.pods.ResourceType;

/// The columns of each type of object (Kubernetes, `pkg/printers/internalversion`).
///
/// @param columns from left to right
record Columns(List<Column> columns) {

  static final String NONE = "<none>";

  /// One column.
  ///
  /// @param name its heading
  /// @param type `string` or `integer`
  /// @param wide whether it is shown only by `-o wide`
  /// @param cell what it says of an object
  record Column(String name, String type, boolean wide, Function<JsonNode, String> cell) {}

  static Column text(String name, Function<JsonNode, String> cell) {
    return new Column(name, "string", false, cell);
  }

  static Column number(String name, Function<JsonNode, String> cell) {
    return new Column(name, "integer", false, cell);
  }

  static Column wide(String name, Function<JsonNode, String> cell) {
    return new Column(name, "string", true, cell);
  }

  static Columns of(ResourceType<?> type, Instant now) {
    var name = text("Name", object -> object.path("metadata").path("name").asText());
    var age =
        text("Age", object -> Ages.age(object.path("metadata").path("creationTimestamp"), now));
    var columns = new ArrayList<Column>();
    columns.add(name);
    columns.addAll(
        switch (type.kind()) {
          case "Pod" -> pod(age, now);
          case "Node" -> node(age);
          case "Deployment" -> deployment(age);
          case "ReplicaSet" -> replicaSet(age);
          case "Service" -> ServiceColumns.service(age);
          case "Endpoints" -> List.of(text("Endpoints", ServiceColumns::endpoints), age);
          case "EndpointSlice" -> ServiceColumns.endpointSlice(age);
          case "Event" -> List.<Column>of();
          case "Namespace" -> List.of(text("Status", o -> o.at("/status/phase").asText()), age);
          case "ConfigMap" -> List.of(number("Data", o -> size(o, "data", "binaryData")), age);
          case "Secret" ->
              List.of(
                  text("Type", o -> o.path("type").asText()),
                  number("Data", o -> size(o, "data")),
                  age);
          case "ServiceAccount" -> List.of(number("Secrets", o -> size(o, "secrets")), age);
          case "Lease" -> List.of(text("Holder", o -> o.at("/spec/holderIdentity").asText()), age);
          case "CertificateSigningRequest" -> certificate(age);
          default -> List.of(age);
        });
    return new Columns(type.kind().equals("Event") ? EventColumns.columns(now) : columns);
  }

  private static String size(JsonNode object, String... fields) {
    var size = 0;
    for (var field : fields) {
      size += object.path(field).size();
    }
    return Integer.toString(size);
  }

  private static List<Column> pod(Column age, Instant now) {
    return List.of(
        text("Ready", PodColumns::ready),
        text("Status", PodColumns::status),
        text("Restarts", pod -> PodColumns.restarts(pod, now)),
        age,
        wide("IP", pod -> orNone(pod.at("/status/podIP"))),
        wide("Node", pod -> orNone(pod.at("/spec/nodeName"))),
        wide("Nominated Node", pod -> orNone(pod.at("/status/nominatedNodeName"))),
        wide("Readiness Gates", PodColumns::readinessGates));
  }

  static String orNone(JsonNode value) {
    return value.asText("").isEmpty() ? NONE : value.asText();
  }

  private static List<Column> node(Column age) {
    return List.of(
        text("Status", Columns::nodeStatus),
        text("Roles", Columns::roles),
        age,
        text("Version", node -> node.at("/status/nodeInfo/kubeletVersion").asText()),
        wide("Internal-IP", node -> address(node, "InternalIP")),
        wide("External-IP", node -> address(node, "ExternalIP")),
        wide("OS-Image", node -> unknown(node.at("/status/nodeInfo/osImage"))),
        wide("Kernel-Version", node -> unknown(node.at("/status/nodeInfo/kernelVersion"))),
        wide(
            "Container-Runtime",
            node -> unknown(node.at("/status/nodeInfo/containerRuntimeVersion"))));
  }

  private static String unknown(JsonNode value) {
    return value.asText("").isEmpty() ? "<unknown>" : value.asText();
  }

  private static String nodeStatus(JsonNode node) {
    var status = "Unknown";
    for (var condition : node.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        status = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
  }

  private static String roles(JsonNode node) {
    var prefix = "node-role.kubernetes.io/";
    var roles = new TreeSet<String>();
    for (var label : node.at("/metadata/labels").properties()) {
      if (label.getKey().startsWith(prefix) && label.getKey().length() > prefix.length()) {
        roles.add(label.getKey().substring(prefix.length()));
      } else if (label.getKey().equals("kubernetes.io/role")) {
        roles.add(label.getValue().asText());
      }
    }
    return roles.isEmpty() ? NONE : String.join(",", roles);
  }

  private static String address(JsonNode node, String type) {
    for (var address : node.at("/status/addresses")) {
      if (address.path("type").asText().equals(type)) {
        return address.path("address").asText();
      }
    }
    return NONE;
  }

  private static List<Column> deployment(Column age) {
    return List.of(
        text(
            "Ready",
            o -> o.at("/status/readyReplicas").asInt() + "/" + o.at("/spec/replicas").asInt()),
        number("Up-to-date", o -> o.at("/status/updatedReplicas").asText("0")),
        number("Available", o -> o.at("/status/availableReplicas").asText("0")),
        age,
        wide("Containers", Columns::containers),
        wide("Images", Columns::images),
        wide("Selector", o -> labelSelector(o.at("/spec/selector"))));
  }

  private static List<Column> replicaSet(Column age) {
    return List.of(
        number("Desired", o -> o.at("/spec/replicas").asText("0")),
        number("Current", o -> o.at("/status/replicas").asText("0")),
        number("Ready", o -> o.at("/status/readyReplicas").asText("0")),
        age,
        wide("Containers", Columns::containers),
        wide("Images", Columns::images),
        wide("Selector", o -> labelSelector(o.at("/spec/selector"))));
  }

  private static String containers(JsonNode object) {
    return joined(object.at("/spec/template/spec/containers"), c -> c.path("name").asText());
  }

  private static String images(JsonNode object) {
    return joined(object.at("/spec/template/spec/containers"), c -> c.path("image").asText());
  }

  static String joined(JsonNode list, Function<JsonNode, String> part) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(part)
        .collect(Collectors.joining(","));
  }

  private static String labelSelector(JsonNode selector) {
    var terms = new ArrayList<String>();
    var labels = labels(selector.path("matchLabels"));
    if (!labels.isEmpty()) {
      terms.add(labels);
    }
    selector.path("matchExpressions").forEach(expression -> terms.add(term(expression)));
    return terms.isEmpty() ? NONE : String.join(",", terms);
  }

  private static String term(JsonNode expression) {
    var key = expression.path("key").asText();
    var values = joined(expression.path("values"), JsonNode::asText);
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in (" + values + ")";
      case "NotIn" -> key + " notin (" + values + ")";
      case "Exists" -> key;
      default -> "!" + key;
    };
  }

  static String labels(JsonNode labels) {
    return labels.properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static List<Column> certificate(Column age) {
    return List.of(
        age,
        text("SignerName", o -> o.at("/spec/signerName").asText()),
        text("Requestor", o -> o.at("/spec/username").asText()),
        text("RequestedDuration", Columns::requestedDuration),
        text("Condition", Columns::certificateState));
  }

  private static String requestedDuration(JsonNode request) {
    var seconds = request.at("/spec/expirationSeconds");
    return seconds.isNumber() ? Ages.duration(Duration.ofSeconds(seconds.asLong())) : NONE;
  }

  private static String certificateState(JsonNode request) {
    var states = new HashSet<String>();
    request.at("/status/conditions").forEach(c -> states.add(c.path("type").asText()));
    var decision =
        states.contains("Denied") ? "Denied" : states.contains("Approved") ? "Approved" : "Pending";
    var failed = states.contains("Failed") ? ",Failed" : "";
    return decision
        + failed
        + (request.at("/status/certificate").asText("").isEmpty() ? "" : ",Issued");
  }
}
