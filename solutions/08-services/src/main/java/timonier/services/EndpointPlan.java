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
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.OwnerReference;
import timonier.services.EndpointSlice.Conditions;
import timonier.services.EndpointSlice.Endpoint;
import timonier.services.EndpointSlice.Port;

/// How a service's endpoint slices must change, decided from a snapshot and nothing else.
final class EndpointPlan {

  /// The most endpoints of one slice, as in Kubernetes. Each change of a pod writes a whole slice,
  /// which every proxy reads.
  static final int MAXIMUM = 100;

  /// Returns the actions that make slices list exactly the service's pods, each once. Where
  /// possible, a pod stays in its slice.
  ///
  /// @param pods the pods that the service selects
  /// @param slices the service's slices that the controller manages
  static List<SliceAction> actions(Service service, List<Pod> pods, List<EndpointSlice> slices) {
    var wanted = byPorts(service, pods);
    if (wanted.isEmpty()) {
      return placeholder(service, slices);
    }
    var actions = new ArrayList<SliceAction>();
    for (var slice : slices) {
      if (!wanted.containsKey(slice.ports())) {
        actions.add(new SliceAction.Delete(slice));
      }
    }
    wanted.forEach((ports, endpoints) ->
        actions.addAll(
            place(
                service,
                ports,
                endpoints,
                slices.stream().filter(slice -> slice.ports().equals(ports)).toList())));
    return actions;
  }

  /// Returns one slice without endpoints for a service without pods, which shows that the service
  /// is managed.
  private static List<SliceAction> placeholder(Service service, List<EndpointSlice> slices) {
    var kept =
        slices.stream()
            .filter(slice -> slice.ports().isEmpty() && slice.endpoints().isEmpty())
            .findFirst();
    var actions = new ArrayList<SliceAction>();
    kept.ifPresentOrElse(
        slice ->
            SliceAction.update(slice, metadata(service, slice), List.of()).ifPresent(actions::add),
        () -> actions.add(create(service, List.of(), List.of())));
    slices.stream()
        .filter(slice -> kept.isEmpty() || slice != kept.get())
        .forEach(slice -> actions.add(new SliceAction.Delete(slice)));
    return actions;
  }

  /// Returns the endpoints of a service, by their ports: a named port may have another number in
  /// each pod.
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
        hostname(service, pod),
        Optional.of(reference(pod)),
        pod.spec().nodeName());
  }

  /// Returns the DNS name of a pod within the service; empty if it has none.
  private static String hostname(Service service, Pod pod) {
    return pod.spec().subdomain().equals(service.metadata().name()) ? pod.spec().hostname() : "";
  }

  /// Returns an endpoint's reference to its pod.
  static Event.Reference reference(Pod pod) {
    var metadata = pod.metadata();
    return new Event.Reference(
        "Pod", metadata.namespace(), metadata.name(), metadata.uid(), "", "", "");
  }

  private static List<Port> ports(Service service, Pod pod) {
    return service.spec().ports().stream().flatMap(port -> target(port, pod).stream()).toList();
  }

  /// Returns the port at which a pod listens for a port of the service; empty if it has no port
  /// with that name.
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

  private static List<SliceAction> place(
      Service service, List<Port> ports, List<Endpoint> endpoints, List<EndpointSlice> slices) {
    var left = new LinkedHashMap<String, Endpoint>();
    endpoints.forEach(endpoint -> left.put(endpoint.uid(), endpoint));
    var kept = new LinkedHashMap<EndpointSlice, List<Endpoint>>();
    slices.forEach(slice -> kept.put(slice, take(slice, left)));
    kept.values().forEach(list -> fill(list, left));
    var actions = new ArrayList<SliceAction>();
    kept.forEach((slice, list) -> {
      if (list.isEmpty()) {
        actions.add(new SliceAction.Delete(slice));
      } else {
        SliceAction.update(slice, metadata(service, slice), list).ifPresent(actions::add);
      }
    });
    while (!left.isEmpty()) {
      var list = new ArrayList<Endpoint>();
      fill(list, left);
      actions.add(create(service, list, ports));
    }
    return actions;
  }

  private static SliceAction create(Service service, List<Endpoint> endpoints, List<Port> ports) {
    var metadata = metadata(service, ObjectMeta.of(service.metadata().namespace(), ""));
    return new SliceAction.Create(new EndpointSlice(metadata, "IPv4", endpoints, ports));
  }

  private static ObjectMeta metadata(Service service, EndpointSlice slice) {
    return metadata(service, slice.metadata());
  }

  /// Returns the metadata of a slice: its owner, and the service's labels.
  private static ObjectMeta metadata(Service service, ObjectMeta before) {
    var labels = new LinkedHashMap<>(service.metadata().labels());
    labels.put(EndpointSlice.MANAGED_BY, EndpointSlice.CONTROLLER);
    labels.put(EndpointSlice.SERVICE, service.metadata().name());
    if (service.isHeadless()) {
      labels.put(Service.HEADLESS, "");
    }
    return before
        .withLabels(labels)
        .withOwners(List.of(OwnerReference.controller(Service.TYPE, service)));
  }

  /// Removes from `left` the endpoints that a slice has already, and returns them as they are now.
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
