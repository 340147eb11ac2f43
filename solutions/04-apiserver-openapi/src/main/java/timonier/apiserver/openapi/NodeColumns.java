package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeSet;

/// What a node's columns say.
final class NodeColumns {

  static final Map<String, Cell> CELLS =
      Map.of(
          "node-status", Cell.text(NodeColumns::status),
          "node-roles", Cell.text(NodeColumns::roles),
          "node-internal-address", Cell.text(node -> address(node, "InternalIP")),
          "node-external-address", Cell.text(node -> address(node, "ExternalIP")));

  private static String status(JsonNode node) {
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
    return Cells.orNone(String.join(",", roles));
  }

  private static String address(JsonNode node, String type) {
    for (var address : node.at("/status/addresses")) {
      if (address.path("type").asText().equals(type)) {
        return address.path("address").asText();
      }
    }
    return Cells.NONE;
  }

  private NodeColumns() {}
}
