package timonier.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.Pod;
import timonier.pods.objects.ObjectMeta;
import timonier.services.EndpointSlice.Endpoint;

/// The content of a service's `Endpoints`, decided from a snapshot and nothing else.
final class EndpointsPlan {

  /// Returns the `Endpoints` of a service that selects pods.
  ///
  /// @param pods the pods that it selects
  /// @param before the present `Endpoints`: fields that the controller does not manage stay
  static Endpoints wanted(Service service, List<Pod> pods, Optional<Endpoints> before) {
    var metadata =
        before
            .map(Endpoints::metadata)
            .orElse(ObjectMeta.of(service.metadata().namespace(), service.metadata().name()));
    return new Endpoints(metadata.withLabels(labels(service)), subsets(service, pods));
  }

  private static Map<String, String> labels(Service service) {
    var labels = new LinkedHashMap<>(service.metadata().labels());
    if (service.isHeadless()) {
      labels.put(Service.HEADLESS, "");
    }
    labels.put(Endpoints.MANAGED_BY, Endpoints.CONTROLLER);
    return labels;
  }

  /// Returns the pods by their ports. A pod without any of the service's ports is not listed,
  /// unless the service has none.
  private static List<Endpoints.Subset> subsets(Service service, List<Pod> pods) {
    var subsets = new ArrayList<Endpoints.Subset>();
    EndpointPlan.byPorts(service, pods)
        .forEach((ports, found) -> {
          var staying =
              found.stream()
                  .filter(endpoint ->
                      endpoint.conditions().isReady() || !endpoint.conditions().isTerminating())
                  .toList();
          if (!staying.isEmpty() && (!ports.isEmpty() || service.spec().ports().isEmpty())) {
            subsets.add(
                new Endpoints.Subset(addresses(staying, true), addresses(staying, false), ports));
          }
        });
    return subsets;
  }

  private static List<Endpoints.Address> addresses(List<Endpoint> endpoints, boolean ready) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.conditions().isReady() == ready)
        .map(endpoint ->
            new Endpoints.Address(
                endpoint.addresses().getFirst(),
                endpoint.hostname(),
                endpoint.nodeName(),
                endpoint.targetRef()))
        .toList();
  }

  private EndpointsPlan() {}
}
