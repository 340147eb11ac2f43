package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import timonier.pods.ResourceType;

/// The columns of each type of object (Kubernetes, `pkg/printers/internalversion`).
///
/// @param columns from left to right
record Columns(List<Column> columns) {

  private static final String NONE = "<none>";

  /// One column.
  ///
  /// @param name its heading
  /// @param type `string` or `integer`
  /// @param wide whether it is shown only by `-o wide`
  /// @param cell what it says of an object
  record Column(String name, String type, boolean wide, Function<JsonNode, String> cell) {}

  private static Column text(String name, Function<JsonNode, String> cell) {
    return new Column(name, "string", false, cell);
  }

  private static Column number(String name, Function<JsonNode, String> cell) {
    return new Column(name, "integer", false, cell);
  }

  private static Column wide(String name, Function<JsonNode, String> cell) {
    return new Column(name, "string", true, cell);
  }

  static Columns of(ResourceType<?> type, Instant now) {
    var name = text("Name", object -> object.path("metadata").path("name").asText());
    var age = text("Age", object -> age(object.path("metadata").path("creationTimestamp"), now));
    var columns = new ArrayList<Column>();
    columns.add(name);
    columns.addAll(
        switch (type.kind()) {
          case "Pod" -> pod(age, now);
          case "Node" -> node(age);
          case "Deployment" -> deployment(age);
          case "ReplicaSet" -> replicaSet(age);
          case "Service" -> service(age);
          case "Endpoints" -> List.of(text("Endpoints", Columns::endpoints), age);
          case "EndpointSlice" -> endpointSlice(age);
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
    return new Columns(type.kind().equals("Event") ? event(now) : columns);
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
        wide("Readiness Gates", _ -> NONE));
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
    var roles =
        node.at("/metadata/labels").properties().stream()
            .filter(label -> label.getKey().startsWith(prefix))
            .map(label -> label.getKey().substring(prefix.length()))
            .sorted()
            .collect(Collectors.joining(","));
    return roles.isEmpty() ? NONE : roles;
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

  private static String joined(JsonNode list, Function<JsonNode, String> part) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(part)
        .collect(Collectors.joining(","));
  }

  private static String labelSelector(JsonNode selector) {
    var labels = labels(selector.path("matchLabels"));
    return labels.isEmpty() ? NONE : labels;
  }

  private static String labels(JsonNode labels) {
    return labels.properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static List<Column> service(Column age) {
    return List.of(
        text("Type", o -> o.at("/spec/type").asText()),
        text("Cluster-IP", o -> orNone(o.at("/spec/clusterIP"))),
        text("External-IP", Columns::externalAddress),
        text("Port(s)", Columns::ports),
        age,
        wide(
            "Selector",
            o -> {
              var labels = labels(o.at("/spec/selector"));
              return labels.isEmpty() ? NONE : labels;
            }));
  }

  private static String externalAddress(JsonNode service) {
    var type = service.at("/spec/type").asText();
    var addresses = joined(service.at("/status/loadBalancer/ingress"), i -> i.path("ip").asText());
    if (type.equals("ExternalName")) {
      return service.at("/spec/externalName").asText();
    }
    return addresses.isEmpty() ? type.equals("LoadBalancer") ? "<pending>" : NONE : addresses;
  }

  private static String ports(JsonNode service) {
    var ports =
        joined(
            service.at("/spec/ports"),
            port ->
                port.path("port").asText()
                    + (port.path("nodePort").asInt() > 0 ? ":" + port.get("nodePort") : "")
                    + "/"
                    + port.path("protocol").asText());
    return ports.isEmpty() ? NONE : ports;
  }

  private static String endpoints(JsonNode endpoints) {
    var all = new ArrayList<String>();
    for (var subset : endpoints.path("subsets")) {
      for (var port : subset.path("ports")) {
        for (var address : subset.path("addresses")) {
          all.add(address.path("ip").asText() + ":" + port.path("port").asText());
        }
      }
    }
    return shortened(all);
  }

  private static List<Column> endpointSlice(Column age) {
    return List.of(
        text("AddressType", o -> o.path("addressType").asText()),
        text(
            "Ports",
            o -> {
              var ports = joined(o.path("ports"), port -> port.path("port").asText());
              return ports.isEmpty() ? "<unset>" : ports;
            }),
        text(
            "Endpoints",
            o -> {
              var all = new ArrayList<String>();
              o.path("endpoints")
                  .forEach(e -> e.path("addresses").forEach(a -> all.add(a.asText())));
              return all.isEmpty() ? "<unset>" : shortened(all);
            }),
        age);
  }

  private static String shortened(List<String> all) {
    if (all.isEmpty()) {
      return NONE;
    }
    return all.size() <= 3
        ? String.join(",", all)
        : String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
  }

  private static List<Column> event(Instant now) {
    return List.of(
        text("Last Seen", e -> age(seen(e), now)),
        text("Type", e -> e.path("type").asText()),
        text("Reason", e -> e.path("reason").asText()),
        text(
            "Object",
            e ->
                e.at("/involvedObject/kind").asText().toLowerCase(java.util.Locale.ROOT)
                    + "/"
                    + e.at("/involvedObject/name").asText()),
        wide("Subobject", e -> e.at("/involvedObject/fieldPath").asText()),
        wide("Source", e -> e.at("/source/component").asText()),
        text("Message", e -> e.path("message").asText()),
        wide("First Seen", e -> age(e.path("firstTimestamp"), now)),
        wide("Count", e -> e.path("count").asText("1")),
        wide("Name", e -> e.at("/metadata/name").asText()));
  }

  private static JsonNode seen(JsonNode event) {
    for (var field : List.of("lastTimestamp", "firstTimestamp", "eventTime")) {
      if (event.hasNonNull(field)) {
        return event.get(field);
      }
    }
    return event.at("/metadata/creationTimestamp");
  }

  private static List<Column> certificate(Column age) {
    return List.of(
        age,
        text("SignerName", o -> o.at("/spec/signerName").asText()),
        text("Requestor", o -> o.at("/spec/username").asText()),
        text("RequestedDuration", _ -> NONE),
        text("Condition", Columns::certificateState));
  }

  private static String certificateState(JsonNode request) {
    var states = joined(request.at("/status/conditions"), c -> c.path("type").asText());
    var issued = request.at("/status/certificate").asText("").isEmpty() ? "" : ",Issued";
    return states.isEmpty() ? "Pending" : states + issued;
  }

  static String age(JsonNode timestamp, Instant now) {
    if (!timestamp.isTextual()) {
      return "<unknown>";
    }
    return duration(Duration.between(Instant.parse(timestamp.asText()), now));
  }

  /// A duration as `kubectl` shows it: the longer, the coarser
  /// (`k8s.io/apimachinery/pkg/util/duration`).
  static String duration(Duration duration) {
    var seconds = duration.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 0) {
      return "0s";
    }
    if (seconds < 120) {
      return seconds + "s";
    }
    var minutes = seconds / 60;
    if (minutes < 10) {
      return minutes + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    var hours = minutes / 60;
    if (hours < 8) {
      return hours + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    var days = hours / 24;
    if (days < 8) {
      return days + "d" + (hours % 24 == 0 ? "" : hours % 24 + "h");
    }
    return days < 730 ? days + "d" : days / 365 + "y";
  }
}
