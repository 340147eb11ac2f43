package timonier.services;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.services.EndpointSlice.Conditions;
import timonier.services.EndpointSlice.Endpoint;
import timonier.services.EndpointSlice.TargetRef;

/// Which pods a service leads to, decided from a snapshot and nothing else.
///
/// Pods whose ports of one name have different numbers go to different slices.
final class EndpointPlan {

  /// Pods that have the same ports.
  ///
  /// @param ports the ports
  /// @param endpoints the pods
  record Group(List<EndpointSlice.Port> ports, List<Endpoint> endpoints) {}

  /// The groups of a service, the largest first.
  ///
  /// @param pods the pods of the service's namespace
  static List<Group> groups(Service service, List<Pod> pods) {
    var groups = new ArrayList<Group>();
    for (var pod : pods) {
      if (isWanted(service, pod)) {
        var ports = ports(service, pod);
        var endpoint = endpoint(service, pod);
        var group = groups.stream().filter(found -> found.ports().equals(ports)).findFirst();
        group.orElseGet(() -> add(groups, ports)).endpoints().add(endpoint);
      }
    }
    groups.sort(Comparator.comparing(group -> -group.endpoints().size()));
    return groups;
  }

  private static Group add(List<Group> groups, List<EndpointSlice.Port> ports) {
    var group = new Group(ports, new ArrayList<>());
    groups.add(group);
    return group;
  }

  private static boolean isWanted(Service service, Pod pod) {
    var labels = pod.metadata().labels();
    return !service.spec().selector().isEmpty()
        && service.spec().selector().entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && !pod.isFinished()
        && !address(pod).isEmpty();
  }

  private static String address(Pod pod) {
    return pod.status().map(status -> status.podIP()).orElse("");
  }

  private static Endpoint endpoint(Service service, Pod pod) {
    var serving =
        pod.condition("Ready").filter(PodCondition::isTrue).isPresent()
            || service.spec().publishNotReadyAddresses();
    var terminating = pod.metadata().isBeingDeleted();
    var metadata = pod.metadata();
    return new Endpoint(
        List.of(address(pod)),
        new Conditions(serving && !terminating, serving, terminating),
        pod.spec().nodeName(),
        Optional.of(new TargetRef("Pod", metadata.namespace(), metadata.name(), metadata.uid())));
  }

  private static List<EndpointSlice.Port> ports(Service service, Pod pod) {
    var ports = new ArrayList<EndpointSlice.Port>();
    for (var port : service.spec().ports()) {
      target(port, pod)
          .ifPresent(
              number -> ports.add(new EndpointSlice.Port(port.name(), number, port.protocol())));
    }
    return ports;
  }

  private static Optional<Integer> target(Service.Port port, Pod pod) {
    if (port.targetPort().isEmpty()) {
      return Optional.of(port.port());
    }
    var target = port.targetPort().get().tree();
    if (target.isNumber()) {
      return Optional.of(target.asInt());
    }
    return pod.spec().containers().stream()
        .flatMap(container -> container.ports().stream())
        .filter(named -> named.name().equals(target.asText()))
        .map(Container.Port::containerPort)
        .findFirst();
  }

  private EndpointPlan() {}
}
