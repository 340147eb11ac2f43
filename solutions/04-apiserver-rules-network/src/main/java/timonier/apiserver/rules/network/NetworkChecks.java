package timonier.apiserver.rules.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Addresses;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of endpoints and network policies.
final class NetworkChecks {

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("address range", _ -> Check.of(Addresses::range));
    all.put("reachable address", _ -> Check.of(Addresses::reachable));
    all.put("endpoint subset", _ -> Check.evenOfNothing(NetworkChecks::subset));
    all.put("endpoint address", _ -> Check.of(NetworkChecks::endpointAddress));
    all.put("kept node names", _ -> Check.of(NetworkChecks::keptNodeNames));
    all.put("slice addresses", _ -> Check.of(NetworkChecks::sliceAddresses));
    all.put("slice port names", _ -> Check.of(NetworkChecks::slicePortNames));
    all.put("policy port", _ -> Check.of(NetworkChecks::policyPort));
    all.put("policy peer", _ -> Check.evenOfNothing(NetworkChecks::policyPeer));
    all.put("policy types", _ -> Check.of(NetworkChecks::policyTypes));
    all.put("except", _ -> Check.of(NetworkChecks::except));
    all.put("service ranges", _ -> Check.of(NetworkChecks::serviceRanges));
    return all;
  }

  private static void subset(Subject subset) {
    if (subset.field("addresses").isEmpty() && subset.field("notReadyAddresses").isEmpty()) {
      var why = "must specify `addresses` or `notReadyAddresses`";
      subset.causes().required(subset.path(), why);
    }
    var ports = subset.field("ports");
    for (var i = 0; i < ports.value().size(); i++) {
      if (ports.value().size() > 1 && ports.element(i).field("name").isEmpty()) {
        ports.element(i).field("name").required();
      }
    }
  }

  private static void endpointAddress(Subject address) {
    Addresses.reachable(address.field("ip"));
  }

  /// An address stays on its node.
  private static void keptNodeNames(Subject endpoints) {
    var nodes = new HashMap<String, String>();
    for (var subset : endpoints.old().path("subsets")) {
      for (var list : List.of("addresses", "notReadyAddresses")) {
        for (var address : subset.path(list)) {
          if (address.has("nodeName")) {
            nodes.put(address.path("ip").asText(), address.path("nodeName").asText());
          }
        }
      }
    }
    var subsets = endpoints.field("subsets");
    for (var i = 0; i < subsets.value().size(); i++) {
      for (var list : List.of("addresses", "notReadyAddresses")) {
        keptNodeNames(subsets.element(i).field(list), nodes);
      }
    }
  }

  private static void keptNodeNames(Subject addresses, Map<String, String> nodes) {
    for (var i = 0; i < addresses.value().size(); i++) {
      var node = addresses.element(i).field("nodeName");
      var ip = addresses.element(i).field("ip").text();
      if (!node.value().isMissingNode()
          && !nodes.getOrDefault(ip, node.text()).equals(node.text())) {
        var why = "Cannot change NodeName for " + ip + " to " + node.text();
        node.causes().forbidden(node.path(), why);
      }
    }
  }

  /// Addresses of a slice are of one kind.
  private static void sliceAddresses(Subject slice) {
    var endpoints = slice.field("endpoints");
    for (var i = 0; i < endpoints.value().size(); i++) {
      var addresses = endpoints.element(i).field("addresses");
      for (var j = 0; j < addresses.value().size(); j++) {
        sliceAddress(addresses.element(j), slice.field("addressType").text());
      }
    }
  }

  private static void sliceAddress(Subject address, String type) {
    switch (type) {
      case "IPv4", "IPv6" -> {
        var found = Addresses.parse(address.text());
        if (found.filter(ip -> Addresses.isVersion6(ip) == type.equals("IPv6")).isEmpty()) {
          address.invalid("must be a valid " + type + " address");
        } else {
          Addresses.reachable(address);
        }
      }
      case "FQDN" -> {
        var name = address.withText(address.text().replaceFirst("\\.$", ""));
        Names.subdomain(address.causes(), address.path(), name.value());
        if (!name.text().contains(".")) {
          address.invalid("should be a domain with at least two segments separated by dots");
        }
      }
      default -> {}
    }
  }

  private static void slicePortNames(Subject ports) {
    var names = new HashSet<String>();
    for (var i = 0; i < ports.value().size(); i++) {
      var name = ports.element(i).field("name");
      if (!name.isEmpty()) {
        Names.label(name.causes(), name.path(), name.value());
      }
      if (!names.add(name.text())) {
        name.duplicate();
      }
    }
  }

  private static void policyPort(Subject port) {
    var first = port.field("port");
    var last = port.field("endPort");
    if (last.value().isMissingNode()) {
      return;
    }
    if (first.value().isMissingNode()) {
      last.invalid("may not be specified when `port` is not specified");
    } else if (first.value().isTextual()) {
      last.invalid("may not be specified when `port` is non-numeric");
    } else {
      if (last.value().asLong() < first.value().asLong()) {
        last.invalid("must be greater than or equal to `port`");
      }
      Names.portNumber(last.causes(), last.path(), last.value());
    }
  }

  private static void policyPeer(Subject peer) {
    var isRange = peer.value().has("ipBlock");
    if (peer.value().isEmpty()) {
      peer.causes().required(peer.path(), "must specify a peer");
    } else if (isRange && peer.value().size() > 1) {
      var why = "may not specify both ipBlock and another peer";
      peer.causes().forbidden(peer.path(), why);
    }
  }

  private static void policyTypes(Subject types) {
    if (types.value().size() > 2) {
      types.invalid("may not specify more than two policyTypes");
      return;
    }
    for (var i = 0; i < types.value().size(); i++) {
      var type = types.element(i);
      var known = List.of("Ingress", "Egress");
      if (!known.contains(type.text())) {
        type.notSupported(known);
      }
    }
  }

  /// What is left out of a range lies in it.
  private static void except(Subject block) {
    var range = Addresses.parseRange(block.field("cidr").text());
    var except = block.field("except");
    for (var i = 0; range.isPresent() && i < except.value().size(); i++) {
      var hole = except.element(i);
      Addresses.range(hole);
      if (Addresses.parseRange(hole.text()).filter(it -> !range.get().holds(it)).isPresent()) {
        hole.invalid("must be a strict subset of `cidr`");
      }
    }
  }

  /// Services have one range, or one of each family.
  private static void serviceRanges(Subject ranges) {
    if (ranges.value().size() > 2) {
      ranges.invalid("may only hold up to 2 values");
    }
    var families = new HashSet<Boolean>();
    for (var i = 0; i < ranges.value().size(); i++) {
      var range = Addresses.parseRange(ranges.element(i).text());
      if (range.isPresent() && !families.add(Addresses.isVersion6(range.get().first()))) {
        ranges.invalid(
            "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
                + " 2001:db8::/96");
      }
    }
  }

  private NetworkChecks() {}
}
