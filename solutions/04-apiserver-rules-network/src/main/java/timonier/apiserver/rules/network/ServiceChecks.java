package timonier.apiserver.rules.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Addresses;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of services. Most fields of a service are for some of its types only.
final class ServiceChecks {

  private static final int KUBELET_PORT = 10250;
  private static final int LONGEST_AFFINITY = 86400;

  private static final String RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
  private static final String FOR_LOAD_BALANCERS = "may only be used when `type` is 'LoadBalancer'";

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "service ports", _ -> Check.of(ServiceChecks::ports),
        "service type", _ -> Check.of(ServiceChecks::type),
        "cluster addresses", _ -> Check.of(ServiceChecks::clusterAddresses),
        "kept cluster addresses", _ -> Check.of(ServiceChecks::keptAddresses),
        "source ranges", _ -> Check.of(ServiceChecks::sourceRanges),
        "source ranges annotation", _ -> Check.of(ServiceChecks::annotatedRanges),
        "load balancer", _ -> Check.of(ServiceChecks::loadBalancer),
        "external traffic", _ -> Check.of(ServiceChecks::externalTraffic),
        "affinity timeout", _ -> Check.of(ServiceChecks::affinityTimeout));
  }

  private static boolean isOf(JsonNode spec, String type) {
    return spec.path("type").asText("").equals(type);
  }

  private static boolean isHeadless(JsonNode spec) {
    return spec.path("clusterIP").asText("").equals("None");
  }

  private static void ports(Subject spec) {
    var ports = spec.field("ports");
    if (ports.isEmpty() && !isHeadless(spec.value()) && !isOf(spec.value(), "ExternalName")) {
      ports.required();
    }
    var names = new HashSet<String>();
    var numbers = new HashSet<JsonNode>();
    var nodePorts = new HashSet<JsonNode>();
    for (var i = 0; i < ports.value().size(); i++) {
      var port = ports.element(i);
      var name = port.field("name");
      if (name.isEmpty() && ports.value().size() > 1) {
        name.required();
      } else if (!name.isEmpty() && !names.add(name.text())) {
        name.duplicate();
      }
      var number = withProtocol(port.value(), "port");
      if (!numbers.add(number)) {
        port.causes().duplicate(port.path(), number);
      }
      var nodePort = port.field("nodePort");
      if (!nodePort.isEmpty() && !nodePorts.add(withProtocol(port.value(), "nodePort"))) {
        nodePort.duplicate();
      }
      port(spec.value(), port);
    }
  }

  private static JsonNode withProtocol(JsonNode port, String number) {
    var together = JsonNodeFactory.instance.objectNode();
    together.put("protocol", port.path("protocol").asText("")).set(number, port.path(number));
    return together;
  }

  /// What a port may be for the type of its service.
  private static void port(JsonNode spec, Subject port) {
    if (isOf(spec, "LoadBalancer") && port.value().path("port").asInt() == KUBELET_PORT) {
      var why = "may not expose port " + KUBELET_PORT + " externally since it is used by kubelet";
      port.causes().invalid(port.path(), port.field("port").shown(), why);
    }
    if (isOf(spec, "ClusterIP") && !port.field("nodePort").isEmpty()) {
      var why = "may not be used when `type` is 'ClusterIP'";
      port.causes().forbidden(port.field("nodePort").path(), why);
    }
  }

  private static void type(Subject spec) {
    switch (spec.field("type").text()) {
      case "NodePort", "LoadBalancer" -> {
        if (isHeadless(spec.value())) {
          var why = "may not be set to 'None' for %s services";
          addresses(spec).getFirst().invalid(why.formatted(spec.field("type").text()));
        }
      }
      case "ExternalName" -> externalName(spec);
      default -> {}
    }
  }

  private static void externalName(Subject spec) {
    var name = spec.field("externalName");
    if (name.isEmpty() || name.text().equals(".")) {
      name.required();
    } else {
      var plain = name.withText(name.text().replaceFirst("\\.$", ""));
      Names.subdomain(name.causes(), name.path(), plain.value());
    }
    for (var field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      if (!spec.field(field).isEmpty()) {
        var why = "may not be set for ExternalName services";
        spec.causes().forbidden(spec.field(field).path(), why);
      }
    }
  }

  /// The addresses of a service; who writes only the first means it as the only one.
  private static List<Subject> addresses(Subject spec) {
    var all = spec.field("clusterIPs");
    var found = new ArrayList<Subject>();
    for (var i = 0; i < all.value().size(); i++) {
      found.add(all.element(i));
    }
    var first = spec.field("clusterIP");
    if (found.isEmpty() && !first.isEmpty()) {
      found.add(all.element(0).withText(first.text()));
    }
    return found;
  }

  private static void clusterAddresses(Subject spec) {
    if (isOf(spec.value(), "ExternalName")) {
      return;
    }
    var addresses = addresses(spec);
    var all = spec.field("clusterIPs");
    if (addresses.isEmpty()) {
      return;
    }
    if (!addresses.getFirst().text().equals(spec.field("clusterIP").text())) {
      all.invalid("first value must match `clusterIP`");
    }
    if (isHeadless(spec.value()) && addresses.size() > 1) {
      all.invalid("'None' must be the first and only value");
    }
    if (addresses.size() > 2) {
      all.invalid("may only hold up to 2 values");
    }
    for (var address : addresses) {
      if (!address.text().equals("None")) {
        Addresses.address(address);
        family(address, addresses.indexOf(address), spec.field("ipFamilies").value());
      }
    }
  }

  private static void family(Subject address, int index, JsonNode families) {
    var wanted = families.path(index).asText("");
    var isOther =
        Addresses.parse(address.text())
            .map(found -> Addresses.isVersion6(found) ? "IPv6" : "IPv4")
            .filter(actual -> !wanted.isEmpty() && !actual.equals(wanted))
            .isPresent();
    if (isOther) {
      var why = "expected an %s value as indicated by `ipFamilies[%d]`";
      address.invalid(why.formatted(wanted, index));
    }
  }

  /// Addresses that were given out stay, unless the service needs none any more.
  private static void keptAddresses(Subject spec) {
    if (!spec.isUpdate()
        || isOf(spec.value(), "ExternalName")
        || isOf(spec.old(), "ExternalName")
        || isHeadless(spec.value()) && isHeadless(spec.old())) {
      return;
    }
    var before = spec.old().path("clusterIPs");
    var now = addresses(spec);
    var all = spec.field("clusterIPs");
    if (now.isEmpty() && !before.isEmpty()) {
      all.element(0).invalid("primary clusterIP can not be unset");
    }
    for (var i = 0; i < Math.min(now.size(), before.size()); i++) {
      if (!now.get(i).text().equals(before.path(i).asText())) {
        now.get(i).invalid("may not change once set");
      }
    }
  }

  private static void sourceRanges(Subject spec) {
    var written = spec.field("loadBalancerSourceRanges").value();
    var ranges = spec.field("LoadBalancerSourceRanges");
    if (!written.isEmpty() && !isOf(spec.value(), "LoadBalancer")) {
      ranges.causes().forbidden(ranges.path(), FOR_LOAD_BALANCERS);
    }
    for (var i = 0; i < written.size(); i++) {
      Addresses.range(ranges.element(i).withText(written.path(i).asText().strip()));
    }
  }

  /// The older way to say who may reach a load balancer.
  private static void annotatedRanges(Subject service) {
    var spec = service.value().path("spec");
    var annotation = service.field("metadata").field("annotations").entry(RANGES);
    if (!spec.path("loadBalancerSourceRanges").isEmpty() || annotation.value().isMissingNode()) {
      return;
    }
    if (!isOf(spec, "LoadBalancer")) {
      annotation.causes().forbidden(annotation.path(), FOR_LOAD_BALANCERS);
    }
    if (!annotation.text().isBlank()) {
      for (var range : annotation.text().strip().split(",", -1)) {
        Addresses.range(annotation.withText(range.strip()));
      }
    }
  }

  private static void loadBalancer(Subject spec) {
    var isBalanced = isOf(spec.value(), "LoadBalancer");
    for (var field : List.of("allocateLoadBalancerNodePorts", "loadBalancerClass")) {
      if (!isBalanced && spec.value().has(field)) {
        spec.causes().forbidden(spec.field(field).path(), FOR_LOAD_BALANCERS);
      }
    }
    var name = spec.field("loadBalancerClass");
    if (isBalanced && spec.isUpdate() && isOf(spec.old(), "LoadBalancer")) {
      if (!name.value().equals(name.old())) {
        name.invalid("may not change once set");
      }
    }
    if (isBalanced && spec.value().has("loadBalancerClass")) {
      Names.qualified(name.causes(), name.path(), name.text(), name.text());
    }
  }

  private static void externalTraffic(Subject spec) {
    var policy = spec.field("externalTrafficPolicy");
    if (!isReachedFromOutside(spec.value())) {
      if (!policy.isEmpty()) {
        policy.invalid("may only be set for externally-accessible services");
      }
    } else if (!policy.isEmpty() && !List.of("Cluster", "Local").contains(policy.text())) {
      policy.notSupported(List.of("Cluster", "Local"));
    }
    var port = spec.field("healthCheckNodePort");
    if (needsHealthCheck(spec.value())) {
      Names.portNumber(port.causes(), port.path(), port.value());
      if (needsHealthCheck(spec.old()) && !port.value().equals(port.old())) {
        port.causes().forbidden(port.path(), "field is immutable");
      }
    } else if (!port.isEmpty()) {
      port.invalid(
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
  }

  private static boolean needsHealthCheck(JsonNode spec) {
    return isOf(spec, "LoadBalancer")
        && spec.path("externalTrafficPolicy").asText("").equals("Local");
  }

  private static boolean isReachedFromOutside(JsonNode spec) {
    return isOf(spec, "NodePort")
        || isOf(spec, "LoadBalancer")
        || isOf(spec, "ClusterIP") && !spec.path("externalIPs").isEmpty();
  }

  private static void affinityTimeout(Subject seconds) {
    if (seconds.value().asLong() <= 0 || seconds.value().asLong() > LONGEST_AFFINITY) {
      seconds.invalid("must be greater than 0 and less than " + LONGEST_AFFINITY);
    }
  }

  private ServiceChecks() {}
}
