package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the columns of services say, of the endpoints behind them, and of the ways to them.
final class ServiceColumns {

  static final Map<String, Cell> CELLS =
      Map.ofEntries(
          Map.entry("service-external-address", Cell.text(ServiceColumns::externalAddress)),
          Map.entry("service-ports", Cell.text(ServiceColumns::ports)),
          Map.entry("endpoints", Cell.text(ServiceColumns::endpoints)),
          Map.entry("slice-ports", Cell.text(ServiceColumns::slicePorts)),
          Map.entry("slice-endpoints", Cell.text(ServiceColumns::sliceEndpoints)),
          Map.entry("ingress-hosts", Cell.text(ServiceColumns::hosts)),
          Map.entry("ingress-address", Cell.text(ServiceColumns::balanced)),
          Map.entry(
              "ingress-ports", Cell.text(i -> i.at("/spec/tls").isEmpty() ? "80" : "80, 443")),
          Map.entry("ingress-class-parameters", Cell.text(ServiceColumns::parameters)),
          Map.entry("service-ranges", Cell.text(ServiceColumns::ranges)),
          Map.entry("address-parent", Cell.text(ServiceColumns::parent)));

  private static String externalAddress(JsonNode service) {
    var fixed = Cells.joined(service.at("/spec/externalIPs"), JsonNode::asText);
    return switch (service.at("/spec/type").asText()) {
      case "ExternalName" -> service.at("/spec/externalName").asText();
      case "LoadBalancer" -> {
        var all =
            Stream.of(balanced(service), fixed)
                .filter(addresses -> !addresses.isEmpty())
                .collect(Collectors.joining(","));
        yield all.isEmpty() ? "<pending>" : all;
      }
      default -> Cells.orNone(fixed);
    };
  }

  /// The addresses at which a load balancer answers.
  private static String balanced(JsonNode object) {
    var addresses = new TreeSet<String>();
    for (var point : object.at("/status/loadBalancer/ingress")) {
      var name = point.path("hostname").asText("");
      addresses.add(point.path("ip").asText(name));
    }
    return String.join(",", addresses);
  }

  private static String ports(JsonNode service) {
    return Cells.orNone(
        Cells.joined(
            service.at("/spec/ports"),
            port ->
                port.path("port").asText()
                    + (port.path("nodePort").asInt() > 0 ? ":" + port.get("nodePort") : "")
                    + "/"
                    + port.path("protocol").asText()));
  }

  private static String endpoints(JsonNode endpoints) {
    var all = new ArrayList<String>();
    for (var subset : endpoints.path("subsets")) {
      if (subset.path("ports").isEmpty()) {
        subset.path("addresses").forEach(address -> all.add(address.path("ip").asText()));
      }
      for (var port : subset.path("ports")) {
        for (var address : subset.path("addresses")) {
          all.add(host(address.path("ip").asText()) + ":" + port.path("port").asText());
        }
      }
    }
    return endpoints.path("subsets").isEmpty() ? Cells.NONE : Cells.shortened(all);
  }

  /// An address as it stands before a port.
  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static String slicePorts(JsonNode slice) {
    var all = new ArrayList<String>();
    for (var port : slice.path("ports")) {
      all.add(port.path("port").asText(port.path("name").asText("*")));
    }
    return all.isEmpty() ? Cells.UNSET : Cells.shortened(all);
  }

  private static String sliceEndpoints(JsonNode slice) {
    var all = new ArrayList<String>();
    for (var endpoint : slice.path("endpoints")) {
      endpoint.path("addresses").forEach(address -> all.add(address.asText()));
    }
    return all.isEmpty() ? Cells.UNSET : Cells.shortened(all);
  }

  private static String hosts(JsonNode ingress) {
    var all = new ArrayList<String>();
    for (var rule : ingress.at("/spec/rules")) {
      if (!Cell.isEmpty(rule.path("host"))) {
        all.add(rule.path("host").asText());
      }
    }
    return all.isEmpty() ? "*" : Cells.shortened(all);
  }

  private static String parameters(JsonNode ingressClass) {
    var reference = ingressClass.at("/spec/parameters");
    if (!reference.isObject()) {
      return Cells.NONE;
    }
    var group = reference.path("apiGroup").asText("");
    return reference.path("kind").asText()
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + reference.path("name").asText();
  }

  private static String ranges(JsonNode range) {
    return Cells.joined(range.at("/spec/cidrs"), JsonNode::asText);
  }

  private static String parent(JsonNode address) {
    var reference = address.at("/spec/parentRef");
    if (!reference.isObject()) {
      return Cells.NONE;
    }
    var group = reference.path("group").asText("");
    var resource = reference.path("resource").asText() + (group.isEmpty() ? "" : "." + group);
    var namespace = reference.path("namespace").asText("");
    return resource.toLowerCase(Locale.ROOT)
        + (namespace.isEmpty() ? "" : "/" + namespace)
        + "/"
        + reference.path("name").asText();
  }

  private ServiceColumns() {}
}
