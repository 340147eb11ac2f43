package timonier.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where connections go, decided from a snapshot and nothing else.
final class ProxyRules {

  /// An address and port to listen on.
  ///
  /// @param address the address
  /// @param port the port
  record Listen(String address, int port) implements Comparable<Listen> {
    @Override
    public int compareTo(Listen other) {
      var byAddress = address.compareTo(other.address);
      return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }
  }

  /// A pod's address and port to lead to.
  ///
  /// @param address the address
  /// @param port the port
  record Target(String address, int port) {}

  /// For each place to listen, where connections may go; to nowhere if no pod is ready.
  ///
  /// @param nodeAddress the node's own address, for node ports
  static Map<Listen, List<Target>> rules(
      List<Service> services, List<EndpointSlice> slices, String nodeAddress) {
    var rules = new TreeMap<Listen, List<Target>>();
    for (var service : services) {
      if (service.isHeadless() || service.spec().clusterIP().isEmpty()) {
        continue;
      }
      for (var port : service.spec().ports()) {
        if (port.protocol().equals("TCP") || port.protocol().isEmpty()) {
          var targets = targets(service, port, slices);
          rules.put(new Listen(service.spec().clusterIP(), port.port()), targets);
          if (port.nodePort() > 0) {
            rules.put(new Listen(nodeAddress, port.nodePort()), targets);
          }
        }
      }
    }
    return rules;
  }

  private static List<Target> targets(
      Service service, Service.Port port, List<EndpointSlice> slices) {
    var targets = new ArrayList<Target>();
    for (var slice : slices) {
      var ofService =
          slice.metadata().namespace().equals(service.metadata().namespace())
              && service
                  .metadata()
                  .name()
                  .equals(slice.metadata().labels().get(EndpointSlice.SERVICE));
      if (ofService) {
        for (var own : slice.ports()) {
          if (own.name().equals(port.name())) {
            slice.endpoints().stream()
                .filter(endpoint -> endpoint.conditions().ready())
                .forEach(e -> targets.add(new Target(e.addresses().getFirst(), own.port())));
          }
        }
      }
    }
    return targets;
  }

  private ProxyRules() {}
}
