package timonier.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Completes the fields of a changed service: keeps values that the server chose and the change
/// omits, and drops values that a new type does not use. So clients may send their manifest again,
/// or only another type.
final class ServiceFields {

  private static boolean isOf(JsonNode spec, String type) {
    return spec.path("type").asText("").equals(type);
  }

  static boolean isHeadless(JsonNode spec) {
    return spec.path("clusterIP").asText("").equals("None");
  }

  /// Whether a service has an address, which may also be `None`.
  static boolean needsAddress(JsonNode spec) {
    return !isOf(spec, "ExternalName");
  }

  static boolean mayHaveNodePorts(JsonNode spec) {
    return isOf(spec, "NodePort") || isOf(spec, "LoadBalancer");
  }

  /// Whether ports without a node port get one.
  static boolean needsNodePorts(JsonNode spec) {
    return isOf(spec, "NodePort")
        || isOf(spec, "LoadBalancer") && spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
  }

  /// Whether load balancers ask each node if it has pods of the service.
  static boolean needsHealthCheck(JsonNode spec) {
    return isOf(spec, "LoadBalancer")
        && spec.path("externalTrafficPolicy").asText("").equals("Local");
  }

  private static boolean isReachedFromOutside(JsonNode spec) {
    return mayHaveNodePorts(spec) || isOf(spec, "ClusterIP") && !spec.path("externalIPs").isEmpty();
  }

  /// Completes a new service: fills the list of addresses, if only the first one is written.
  static void complete(ObjectNode spec) {
    if (spec.path("clusterIPs").isEmpty() && !spec.path("clusterIP").asText("").isEmpty()) {
      spec.putArray("clusterIPs").add(spec.get("clusterIP"));
    }
  }

  /// Completes a change of a service.
  static void carryOver(JsonNode old, ObjectNode spec) {
    addresses(old, spec);
    keep(old, spec);
    drop(old, spec);
  }

  /// Carries the change of the first address over to the list of addresses, for clients that know
  /// only the first.
  private static void addresses(JsonNode old, ObjectNode spec) {
    var isSameAddress = spec.path("clusterIP").equals(old.path("clusterIP"));
    if (isSameAddress) {
      if (spec.path("clusterIPs").isEmpty()) {
        copy(old, spec, "clusterIPs");
      }
    } else if (spec.path("clusterIPs").equals(old.path("clusterIPs"))) {
      spec.remove("clusterIPs");
      complete(spec);
    }
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.get(field).deepCopy());
    }
  }

  private static void keep(JsonNode old, ObjectNode spec) {
    if (needsAddress(old) && needsAddress(spec)) {
      for (var field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
        if (!spec.has(field)) {
          copy(old, spec, field);
        }
      }
    }
    if (needsNodePorts(old) && needsNodePorts(spec)) {
      keepNodePorts(old, spec);
    }
    if (needsHealthCheck(old) && needsHealthCheck(spec) && !spec.has("healthCheckNodePort")) {
      copy(old, spec, "healthCheckNodePort");
    }
  }

  /// Keeps the node ports of ports that have the same name.
  private static void keepNodePorts(JsonNode old, ObjectNode spec) {
    var free = new HashMap<String, Integer>();
    old.path("ports").forEach(port -> free.put(port.path("name").asText(""), nodePort(port)));
    free.values().removeAll(nodePorts(spec));
    for (var port : spec.path("ports")) {
      var before = free.getOrDefault(port.path("name").asText(""), 0);
      if (nodePort(port) == 0 && before != 0) {
        ((ObjectNode) port).put("nodePort", before);
        free.values().remove(before);
      }
    }
  }

  static int nodePort(JsonNode port) {
    return port.path("nodePort").asInt();
  }

  /// Returns all ports that a service has from the range of node ports.
  static List<Integer> nodePorts(JsonNode spec) {
    var ports = new ArrayList<Integer>();
    spec.path("ports").forEach(port -> ports.add(nodePort(port)));
    ports.add(spec.path("healthCheckNodePort").asInt());
    ports.removeIf(port -> port == 0);
    return ports;
  }

  /// Drops values that the new type does not use. Values that changed together with the type stay,
  /// to be refused.
  private static void drop(JsonNode old, ObjectNode spec) {
    if (needsAddress(old) && !needsAddress(spec)) {
      dropIfSame(old, spec, "clusterIP", "clusterIPs");
      dropIfSame(old, spec, "ipFamilies");
      dropIfSame(old, spec, "ipFamilyPolicy");
    }
    if (mayHaveNodePorts(old) && !mayHaveNodePorts(spec) && hasSameNodePorts(old, spec)) {
      spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
    }
    if (needsHealthCheck(old) && !needsHealthCheck(spec)) {
      dropIfSame(old, spec, "healthCheckNodePort");
    }
    if (isOf(old, "LoadBalancer") && !isOf(spec, "LoadBalancer")) {
      dropIfSame(old, spec, "allocateLoadBalancerNodePorts");
      dropIfSame(old, spec, "loadBalancerClass");
    }
    if (isReachedFromOutside(old) && !isReachedFromOutside(spec)) {
      dropIfSame(old, spec, "externalTrafficPolicy");
    }
  }

  private static void dropIfSame(JsonNode old, ObjectNode spec, String... fields) {
    if (List.of(fields).stream().allMatch(field -> spec.path(field).equals(old.path(field)))) {
      spec.remove(List.of(fields));
    }
  }

  private static boolean hasSameNodePorts(JsonNode old, JsonNode spec) {
    var before = old.path("ports");
    var now = spec.path("ports");
    for (var i = 0; i < now.size(); i++) {
      if (nodePort(now.path(i)) != 0 && nodePort(now.path(i)) != nodePort(before.path(i))) {
        return false;
      }
    }
    return true;
  }

  private ServiceFields() {}
}
