package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What is wrong with a service.
final class ServiceValidation {

  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");

  private static final Pattern ADDRESS =
      Pattern.compile(
          "((25[0-5]|(2[0-4]|1\\d|[1-9]?)\\d)(\\.(?!$)|$)){4}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private final Causes causes;

  ServiceValidation(Causes causes) {
    this.causes = causes;
  }

  void spec(JsonNode spec) {
    var type = spec.path("type").asText("ClusterIP");
    if (!TYPES.contains(type)) {
      causes.notSupported("spec.type", spec.path("type"), TYPES);
    }
    address(spec.path("clusterIP"), type);
    if (type.equals("ExternalName") && spec.path("externalName").asText("").isEmpty()) {
      causes.required("spec.externalName");
    }
    var isHeadless = spec.path("clusterIP").asText("").equals("None");
    if (spec.path("ports").isEmpty() && !isHeadless && !type.equals("ExternalName")) {
      causes.required("spec.ports");
    }
    Names.labels(causes, "spec.selector", spec.path("selector"));
    ports(spec.path("ports"), type);
  }

  private void address(JsonNode address, String type) {
    var text = address.asText("");
    if (text.equals("None")) {
      if (type.equals("NodePort") || type.equals("LoadBalancer")) {
        causes.invalid(
            "spec.clusterIPs[0]", address, "may not be set to 'None' for " + type + " services");
      }
    } else if (!text.isEmpty() && !ADDRESS.matcher(text).matches()) {
      causes.invalid(
          "spec.clusterIPs[0]",
          address,
          "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
  }

  private void ports(JsonNode ports, String type) {
    var names = new HashSet<String>();
    var numbers = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var at = "spec.ports[" + i + "]";
      var name = port.path("name");
      if (!name.asText("").isEmpty()) {
        Names.label(causes, at + ".name", name);
        if (!names.add(name.asText())) {
          causes.duplicate(at + ".name", name);
        }
      } else if (ports.size() > 1) {
        causes.required(at + ".name");
      }
      Names.portNumber(causes, at + ".port", port.path("port"));
      Names.portReference(causes, at + ".targetPort", port.path("targetPort"));
      if (port.path("nodePort").asInt() != 0 && type.equals("ClusterIP")) {
        causes.forbidden(at + ".nodePort", "may not be used when `type` is 'ClusterIP'");
      }
      var place = JsonNodeFactory.instance.objectNode();
      place.put("protocol", port.path("protocol").asText("TCP")).set("port", port.path("port"));
      if (!numbers.add(place.toString())) {
        causes.duplicate(at, place);
      }
    }
  }
}
