package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Fills in what nodes, limits, role bindings and device requests leave to Kubernetes.
final class ClusterDefaults {

  private static final String ROLES = "rbac.authorization.k8s.io";

  /// A node's one block of addresses is the first of its list.
  static void nodeSpec(ObjectNode spec) {
    var one = spec.path("podCIDR").asText("");
    var first = spec.path("podCIDRs").path(0).asText("");
    if (one.isEmpty() && !first.isEmpty()) {
      spec.put("podCIDR", first);
    } else if (!one.equals(first)) {
      spec.putArray("podCIDRs").add(one);
    }
  }

  /// A container that asks for nothing gets what it may have at most, and asks for what it gets.
  static void limit(ObjectNode limit) {
    if (!limit.path("type").asText().equals("Container")) {
      return;
    }
    copy(limit, "max", "default");
    copy(limit, "default", "defaultRequest");
    copy(limit, "min", "defaultRequest");
  }

  private static void copy(ObjectNode limit, String from, String to) {
    if (limit.path(from) instanceof ObjectNode amounts && !amounts.isEmpty()) {
      var target = limit.path(to) instanceof ObjectNode object ? object : limit.putObject(to);
      amounts
          .properties()
          .forEach(amount -> target.putIfAbsent(amount.getKey(), amount.getValue()));
    }
  }

  static void roleRef(ObjectNode role) {
    if (role.path("apiGroup").asText("").isEmpty()) {
      role.put("apiGroup", ROLES);
    }
  }

  static void subject(ObjectNode subject) {
    var isPerson = List.of("User", "Group").contains(subject.path("kind").asText());
    if (isPerson && subject.path("apiGroup").asText("").isEmpty()) {
      subject.put("apiGroup", ROLES);
    }
  }

  static void deviceRequest(ObjectNode request) {
    var isCounted = request.path("allocationMode").asText().equals("ExactCount");
    if (isCounted && request.path("count").asLong() == 0) {
      request.put("count", 1);
    }
  }

  private ClusterDefaults() {}
}
