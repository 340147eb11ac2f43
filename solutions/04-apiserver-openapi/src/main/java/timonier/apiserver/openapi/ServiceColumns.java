package timonier.apiserver.openapi;

import static timonier.apiserver.openapi.Columns.NONE;
import static timonier.apiserver.openapi.Columns.joined;
import static timonier.apiserver.openapi.Columns.text;
import static timonier.apiserver.openapi.Columns.wide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timonier.apiserver.openapi.Columns.Column;

/// What the columns of services say, and of the endpoints behind them.
final class ServiceColumns {

  /// The most endpoints or ports that a cell names.
  private static final int SHOWN = 3;

  static List<Column> service(Column age) {
    return List.of(
        text("Type", o -> o.at("/spec/type").asText()),
        text("Cluster-IP", o -> Columns.orNone(o.at("/spec/clusterIP"))),
        text("External-IP", ServiceColumns::externalAddress),
        text("Port(s)", ServiceColumns::ports),
        age,
        wide("Selector", o -> orNone(Columns.labels(o.at("/spec/selector")))));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static String externalAddress(JsonNode service) {
    var fixed = joined(service.at("/spec/externalIPs"), JsonNode::asText);
    return switch (service.at("/spec/type").asText()) {
      case "ExternalName" -> service.at("/spec/externalName").asText();
      case "LoadBalancer" -> {
        var balanced =
            joined(
                service.at("/status/loadBalancer/ingress"),
                i -> i.has("ip") ? i.get("ip").asText() : i.path("hostname").asText());
        var all =
            Stream.of(balanced, fixed)
                .filter(addresses -> !addresses.isEmpty())
                .collect(Collectors.joining(","));
        yield all.isEmpty() ? "<pending>" : all;
      }
      default -> orNone(fixed);
    };
  }

  private static String ports(JsonNode service) {
    return orNone(
        joined(
            service.at("/spec/ports"),
            port ->
                port.path("port").asText()
                    + (port.path("nodePort").asInt() > 0 ? ":" + port.get("nodePort") : "")
                    + "/"
                    + port.path("protocol").asText()));
  }

  static String endpoints(JsonNode endpoints) {
    var all = new ArrayList<String>();
    for (var subset : endpoints.path("subsets")) {
      if (subset.path("ports").isEmpty()) {
        subset.path("addresses").forEach(address -> all.add(address.path("ip").asText()));
      }
      for (var port : subset.path("ports")) {
        for (var address : subset.path("addresses")) {
          all.add(address.path("ip").asText() + ":" + port.path("port").asText());
        }
      }
    }
    return all.isEmpty() ? NONE : shortened(all);
  }

  static List<Column> endpointSlice(Column age) {
    return List.of(
        text("AddressType", o -> o.path("addressType").asText()),
        text("Ports", ServiceColumns::slicePorts),
        text("Endpoints", ServiceColumns::sliceEndpoints),
        age);
  }

  private static String slicePorts(JsonNode slice) {
    var all = new ArrayList<String>();
    slice.path("ports").forEach(port -> all.add(port.path("port").asText("*")));
    return all.isEmpty() ? "<unset>" : shortened(all);
  }

  private static String sliceEndpoints(JsonNode slice) {
    var all = new ArrayList<String>();
    for (var endpoint : slice.path("endpoints")) {
      endpoint.path("addresses").forEach(address -> all.add(address.asText()));
    }
    return all.isEmpty() ? "<unset>" : shortened(all);
  }

  private static String shortened(List<String> all) {
    return all.size() <= SHOWN
        ? String.join(",", all)
        : String.join(",", all.subList(0, SHOWN)) + " + " + (all.size() - SHOWN) + " more...";
  }

  private ServiceColumns() {}
}
