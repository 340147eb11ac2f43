package timonier.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import timonier.services.EndpointSlice.Endpoint;

/// Where a node must listen, and which endpoints are behind each place, decided from a snapshot and
/// nothing else.
public final class ProxyPlan {

  /// An address and a port.
  ///
  /// @param address the address
  /// @param port the number
  public record Place(String address, int port) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      var byAddress = address.compareTo(other.address);
      return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
      return address + ":" + port;
    }
  }

  /// Returns the endpoints behind each place.
  ///
  /// New connections go to ready pods. If there are none, they go to terminating pods that still
  /// answer, as in Kubernetes.
  ///
  /// @param nodeAddress the address of node ports
  static Map<Place, List<Place>> routes(
      List<Service> services, List<EndpointSlice> slices, String nodeAddress) {
    var routes = new TreeMap<Place, List<Place>>();
    for (var service : services) {
      if (!service.hasClusterIp()) {
        continue;
      }
      var mine =
          slices.stream()
              .filter(slice -> slice.serviceKey().equals(service.key()))
              .filter(slice -> slice.addressType().equals("IPv4"))
              .toList();
      for (var port : service.spec().ports()) {
        if (port.protocol().equals("UDP") || port.protocol().equals("SCTP")) {
          continue;
        }
        var behind = behind(port, mine);
        routes.put(new Place(service.spec().clusterIP(), port.port()), behind);
        if (port.nodePort() != 0 && !nodeAddress.isEmpty()) {
          routes.put(new Place(nodeAddress, port.nodePort()), behind);
        }
      }
    }
    return routes;
  }

  private static List<Place> behind(Service.Port port, List<EndpointSlice> slices) {
    var ready = places(port, slices, true);
    return ready.isEmpty() ? places(port, slices, false) : ready;
  }

  private static List<Place> places(
      Service.Port port, List<EndpointSlice> slices, boolean readyOnly) {
    var places = new ArrayList<Place>();
    for (var slice : slices) {
      for (var target : slice.ports()) {
        if (target.name().equals(port.name())) {
          slice.endpoints().stream()
              .filter(endpoint -> fits(endpoint, readyOnly))
              .flatMap(endpoint -> endpoint.addresses().stream())
              .map(address -> new Place(address, target.port()))
              .filter(place -> !places.contains(place))
              .forEach(places::add);
        }
      }
    }
    return places;
  }

  private static boolean fits(Endpoint endpoint, boolean readyOnly) {
    var conditions = endpoint.conditions();
    return readyOnly ? conditions.isReady() : conditions.isServing() && conditions.isTerminating();
  }

  private ProxyPlan() {}
}
