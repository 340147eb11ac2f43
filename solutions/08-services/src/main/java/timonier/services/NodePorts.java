package timonier.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import timonier.apiserver.extensions.Attempt;

/// Assigns the ports of a service at every node.
///
/// Two services never share one. Within a service, TCP and UDP with the same number do, as DNS
/// needs.
final class NodePorts {

  private static final int FIRST = 30000;
  private static final int COUNT = 2768;

  private final ServiceClaims claims;
  private final Attempt write;

  /// The ports that the service has already.
  private final Set<Integer> had = new HashSet<>();

  NodePorts(Attempt write) {
    this.write = write;
    claims = new ServiceClaims(write, "nodeports");
    write.old().ifPresent(old -> had.addAll(ServiceFields.nodePorts(old.path("spec"))));
  }

  /// Claims the ports that a service asks for, and assigns those that it needs.
  void give(ObjectNode spec) {
    if (ServiceFields.mayHaveNodePorts(spec)) {
      wanted(spec.path("ports"));
      if (ServiceFields.needsNodePorts(spec)) {
        missing(spec.path("ports"));
      }
    }
    if (ServiceFields.needsHealthCheck(spec)) {
      healthCheck(spec);
    }
  }

  private void wanted(JsonNode ports) {
    for (var i = 0; i < ports.size(); i++) {
      var port = ServiceFields.nodePort(ports.get(i));
      if (port != 0) {
        claim("spec.ports[" + i + "].nodePort", port);
      }
    }
  }

  private void missing(JsonNode ports) {
    for (var port : ports) {
      if (ServiceFields.nodePort(port) == 0) {
        var chosen = shared(ports, port).orElseGet(this::choose);
        ((ObjectNode) port).put("nodePort", chosen);
      }
    }
  }

  /// Returns the node port of the same number in another protocol.
  private static Optional<Integer> shared(JsonNode ports, JsonNode port) {
    var protocols = new HashMap<Integer, Set<String>>();
    var others = new ArrayList<Integer>();
    for (var other : ports) {
      var nodePort = ServiceFields.nodePort(other);
      var protocol = other.path("protocol").asText();
      protocols.computeIfAbsent(nodePort, _ -> new HashSet<>()).add(protocol);
      if (nodePort != 0 && other.path("port").equals(port.path("port"))) {
        others.add(nodePort);
      }
    }
    var mine = port.path("protocol").asText();
    return others.stream()
        .filter(it -> !protocols.getOrDefault(it, Set.of()).contains(mine))
        .findFirst();
  }

  private void healthCheck(ObjectNode spec) {
    var wanted = spec.path("healthCheckNodePort").asInt();
    if (wanted == 0) {
      spec.put("healthCheckNodePort", choose());
    } else {
      claim("spec.healthCheckNodePort", wanted);
    }
  }

  private int choose() {
    var chosen = claims.choose(COUNT, i -> Integer.toString(FIRST + i), NodePorts::uses);
    had.add(Integer.parseInt(chosen));
    return Integer.parseInt(chosen);
  }

  private void claim(String field, int port) {
    if (!had.add(port)) {
      return;
    }
    var text = Integer.toString(port);
    if (port < FIRST || port >= FIRST + COUNT) {
      var why = "provided port is not in the valid range. The range of valid ports is %d-%d";
      throw claims.invalid(field, text, why.formatted(FIRST, FIRST + COUNT - 1));
    }
    if (!claims.take(text, uses(text))) {
      throw claims.invalid(field, text, "provided port is already allocated");
    }
  }

  /// Gives up the ports that the service had and no longer has.
  void giveUp(JsonNode spec) {
    if (write.old().isPresent()) {
      var now = ServiceFields.nodePorts(spec);
      var before = ServiceFields.nodePorts(write.old().get().path("spec"));
      before.stream().filter(port -> !now.contains(port)).forEach(this::giveUp);
    }
  }

  private void giveUp(int port) {
    claims.giveUp(Integer.toString(port));
  }

  private static Predicate<JsonNode> uses(String port) {
    return service ->
        ServiceFields.nodePorts(service.path("spec")).contains(Integer.parseInt(port));
  }
}
