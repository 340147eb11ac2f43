package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the author of a pod should know of its ports: containers share one address, so two of them
/// cannot listen on the same port.
final class PortWarnings {

  private final List<Listed> seen = new ArrayList<>();

  /// Where each name of a port of a container that goes on was first listed.
  private final Map<String, String> names = new HashMap<>();

  private final List<String> found = new ArrayList<>();

  private PortWarnings() {}

  /// A port, and where it is listed.
  private record Listed(String path, JsonNode port) {
    String hostIp() {
      return port.path("hostIP").asText("");
    }

    int hostPort() {
      return port.path("hostPort").asInt();
    }

    boolean isSameAs(Listed other) {
      return port.path("containerPort").equals(other.port.path("containerPort"))
          && port.path("protocol").equals(other.port.path("protocol"));
    }
  }

  /// What to know of the ports of a pod.
  static List<String> of(String path, JsonNode spec) {
    var warnings = new PortWarnings();
    for (var list : List.of("initContainers", "containers", "ephemeralContainers")) {
      var containers = spec.path(list);
      for (var i = 0; i < containers.size(); i++) {
        var container = containers.get(i);
        var isSidecar = container.path("restartPolicy").asText().equals("Always");
        warnings.container(
            path + "." + list + "[" + i + "].ports",
            container.path("ports"),
            list.equals("containers") || isSidecar);
      }
    }
    return warnings.found;
  }

  private void container(String path, JsonNode ports, boolean isLongRunning) {
    for (var i = 0; i < ports.size(); i++) {
      var listed = new Listed(path + "[" + i + "]", ports.get(i));
      if (!listed.hostIp().isEmpty() && listed.hostPort() == 0) {
        found.add(listed.path() + ": hostIP set without hostPort: " + text(ports.get(i)));
      }
      seen.stream().filter(listed::isSameAs).forEach(other -> compare(listed, other));
      seen.add(listed);
      if (isLongRunning) {
        name(listed);
      }
    }
  }

  /// How Go writes a port of its own.
  private static String text(JsonNode port) {
    return "{Name:%s HostPort:%d ContainerPort:%d Protocol:%s HostIP:%s}"
        .formatted(
            port.path("name").asText(""),
            port.path("hostPort").asInt(),
            port.path("containerPort").asInt(),
            port.path("protocol").asText(""),
            port.path("hostIP").asText(""));
  }

  private void compare(Listed port, Listed other) {
    var isSameHost = port.hostIp().equals(other.hostIp());
    if (isSameHost && port.hostPort() == other.hostPort()) {
      found.add(port.path() + ": duplicate port definition with " + other.path());
    } else if (port.hostPort() == 0 || other.hostPort() == 0) {
      found.add(port.path() + ": overlapping port definition with " + other.path());
    } else if (port.hostPort() == other.hostPort()
        && port.hostIp().isEmpty() != other.hostIp().isEmpty()) {
      found.add(port.path() + ": dangerously ambiguous port definition with " + other.path());
    }
  }

  private void name(Listed listed) {
    var name = listed.port().path("name").asText("");
    if (name.isEmpty()) {
      return;
    }
    var first = names.computeIfAbsent(name, _ -> listed.path());
    if (!first.equals(listed.path())) {
      var text =
          "%1$s: duplicate port name \"%2$s\" with %3$s, services and probes that select ports by"
              + " name will use %3$s";
      found.add(text.formatted(listed.path(), name, first));
    }
  }
}
