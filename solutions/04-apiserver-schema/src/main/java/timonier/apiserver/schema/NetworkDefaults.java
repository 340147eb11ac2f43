package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What services and network policies leave to Kubernetes, where it depends on other fields.
final class NetworkDefaults {

  /// How long a client stays with its pod.
  private static final int AFFINITY_SECONDS = 10800;

  /// Where traffic may go depends on where it may come from.
  static void serviceSpec(ObjectNode spec) {
    affinity(spec);
    var type = spec.path("type").asText("");
    if (type.matches("ClusterIP|NodePort|LoadBalancer")) {
      Defaults.text(spec, "internalTrafficPolicy", "Cluster");
    }
    if (type.matches("NodePort|LoadBalancer")
        || type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty()) {
      Defaults.text(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer") && !spec.hasNonNull("allocateLoadBalancerNodePorts")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
  }

  private static void affinity(ObjectNode spec) {
    switch (spec.path("sessionAffinity").asText("")) {
      case "None" -> spec.remove("sessionAffinityConfig");
      case "ClientIP" -> {
        var client = spec.path("sessionAffinityConfig").path("clientIP");
        if (!client.hasNonNull("timeoutSeconds")) {
          var config = spec.putObject("sessionAffinityConfig");
          config.putObject("clientIP").put("timeoutSeconds", AFFINITY_SECONDS);
        }
      }
      default -> {}
    }
  }

  /// Pods listen where the service does, unless it says otherwise.
  static void servicePort(ObjectNode port) {
    if (saysNothing(port.path("targetPort"))) {
      port.set("targetPort", port.has("port") ? port.get("port") : IntNode.valueOf(0));
    }
  }

  private static boolean saysNothing(JsonNode port) {
    return port.isTextual() ? port.asText().isEmpty() : port.asInt() == 0;
  }

  /// A policy is about what comes in, and about what goes out if it says something of that.
  static void networkPolicySpec(ObjectNode spec) {
    if (spec.path("policyTypes").isEmpty()) {
      var types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }

  private NetworkDefaults() {}
}
