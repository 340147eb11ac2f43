package timonier.services;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.Container;
import timonier.pods.Event;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.services.EndpointSlice.Conditions;
import timonier.services.EndpointSlice.Endpoint;
import timonier.services.EndpointSlice.Port;

/// What must become of a service's endpoint slices, decided from a snapshot and nothing else.
final class EndpointPlan {

  /// The most endpoints of one slice, as in Kubernetes: a change of one pod writes one slice, and
  /// every proxy reads it.
  static final int MAXIMUM = 100;

  sealed interface Action {
    /// A new slice.
    record Create(List<Endpoint> endpoints, List<Port> ports) implements Action {}

    /// Another list of endpoints for a slice that is there.
    record Update(EndpointSlice slice, List<Endpoint> endpoints) implements Action {}

    /// No more of a slice.
    record Delete(EndpointSlice slice) implements Action {}
  }

  /// The actions that make slices list exactly the service's pods, each once, in the slice it is in
  /// already where possible.
  ///
  /// @param pods the pods that the service selects
  /// @param slices the service's slices, as kept by the controller
  static List<Action> actions(Service service, List<Pod> pods, List<EndpointSlice> slices) {
    var wanted = byPorts(service, pods);
    if (wanted.isEmpty()) {
      return placeholder(slices);
    }
    var actions = new ArrayList<Action>();
    for (var slice : slices) {
      if (!wanted.containsKey(slice.ports())) {
        actions.add(new Action.Delete(slice));
      }
    }
    wanted.forEach((ports, endpoints) ->
        actions.addAll(
            place(
                ports,
                endpoints,
                slices.stream().filter(slice -> slice.ports().equals(ports)).toList())));
    return actions;
  }

  /// A service without pods has one slice without endpoints, by which it is known to be kept.
  private static List<Action> placeholder(List<EndpointSlice> slices) {
    var kept =
        slices.stream()
            .filter(slice -> slice.ports().isEmpty() && slice.endpoints().isEmpty())
            .findFirst();
    var actions = new ArrayList<Action>();
    if (kept.isEmpty()) {
      actions.add(new Action.Create(List.of(), List.of()));
    }
    slices.stream()
        .filter(slice -> kept.isEmpty() || slice != kept.get())
        .forEach(slice -> actions.add(new Action.Delete(slice)));
    return actions;
  }

  /// The endpoints of a service, by the ports that they listen on: a named port may be another
  /// number in each pod.
  static Map<List<Port>, List<Endpoint>> byPorts(Service service, List<Pod> pods) {
    var wanted = new LinkedHashMap<List<Port>, List<Endpoint>>();
    pods.stream()
        .filter(EndpointPlan::hasAddress)
        .sorted(Comparator.comparing(Pod::key))
        .forEach(pod ->
            wanted
                .computeIfAbsent(ports(service, pod), _ -> new ArrayList<>())
                .add(endpoint(service, pod)));
    return wanted;
  }

  private static boolean hasAddress(Pod pod) {
    return !pod.isFinished() && !address(pod).isEmpty();
  }

  private static String address(Pod pod) {
    return pod.status().map(PodStatus::podIP).orElse("");
  }

  private static Endpoint endpoint(Service service, Pod pod) {
    var terminating = pod.metadata().isBeingDeleted();
    var serving = pod.isReady();
    var ready = service.spec().publishNotReadyAddresses() || serving && !terminating;
    return new Endpoint(
        List.of(address(pod)),
        Conditions.of(ready, serving, terminating),
        "",
        Optional.of(reference(pod)),
        pod.spec().nodeName());
  }

  /// How an endpoint names its pod.
  static Event.Reference reference(Pod pod) {
    var metadata = pod.metadata();
    return new Event.Reference(
        "Pod", metadata.namespace(), metadata.name(), metadata.uid(), "", "", "");
  }

  private static List<Port> ports(Service service, Pod pod) {
    return service.spec().ports().stream().flatMap(port -> target(port, pod).stream()).toList();
  }

  /// Where a pod listens for a port of the service; empty if it has no port of that name.
  private static Optional<Port> target(Service.Port port, Pod pod) {
    var number = port.targetPort().map(target -> number(target.tree().asText(), pod, port));
    return number
        .orElse(Optional.of(port.port()))
        .map(found -> new Port(port.name(), port.protocol(), found, port.appProtocol()));
  }

  private static Optional<Integer> number(String target, Pod pod, Service.Port port) {
    if (target.isEmpty() || target.equals("0")) {
      return Optional.of(port.port());
    }
    if (target.chars().allMatch(Character::isDigit)) {
      return Optional.of(Integer.valueOf(target));
    }
    return pod.spec().longRunning().stream()
        .flatMap(container -> container.ports().stream())
        .filter(candidate -> candidate.name().equals(target))
        .filter(candidate -> candidate.protocol().equals(port.protocol()))
        .map(Container.Port::containerPort)
        .findFirst();
  }

  private static List<Action> place(
      List<Port> ports, List<Endpoint> endpoints, List<EndpointSlice> slices) {
    var left = new LinkedHashMap<String, Endpoint>();
    endpoints.forEach(endpoint -> left.put(endpoint.uid(), endpoint));
    var kept = new LinkedHashMap<EndpointSlice, List<Endpoint>>();
    slices.forEach(slice -> kept.put(slice, take(slice, left)));
    kept.values().forEach(list -> fill(list, left));
    var actions = new ArrayList<Action>();
    kept.forEach((slice, list) -> {
      if (list.isEmpty()) {
        actions.add(new Action.Delete(slice));
      } else if (!list.equals(slice.endpoints())) {
        actions.add(new Action.Update(slice, list));
      }
    });
    while (!left.isEmpty()) {
      var list = new ArrayList<Endpoint>();
      fill(list, left);
      actions.add(new Action.Create(list, ports));
    }
    return actions;
  }

  /// Those of a slice's endpoints that are still wanted, as they are now.
  private static List<Endpoint> take(EndpointSlice slice, Map<String, Endpoint> left) {
    var taken = new ArrayList<Endpoint>();
    var seen = new HashSet<String>();
    for (var endpoint : slice.endpoints()) {
      var now = left.get(endpoint.uid());
      if (now != null && seen.add(endpoint.uid())) {
        taken.add(now);
        left.remove(endpoint.uid());
      }
    }
    return taken;
  }

  private static void fill(List<Endpoint> list, Map<String, Endpoint> left) {
    var rest = left.values().iterator();
    while (list.size() < MAXIMUM && rest.hasNext()) {
      list.add(rest.next());
      rest.remove();
    }
  }

  private EndpointPlan() {}
}
