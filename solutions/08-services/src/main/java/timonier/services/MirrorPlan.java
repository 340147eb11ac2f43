package timonier.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.OwnerReference;
import timonier.services.EndpointSlice.Conditions;
import timonier.services.EndpointSlice.Endpoint;
import timonier.services.EndpointSlice.Port;

/// How the copies of handwritten `Endpoints` in endpoint slices must change, decided from a
/// snapshot and nothing else.
///
/// A service without a selector has no pods: users list its addresses by hand. Proxies read slices
/// only, so each list is copied into slices.
final class MirrorPlan {

  /// The most endpoints of one slice: the server accepts no more.
  static final int MAXIMUM = 1000;

  /// The label of `Endpoints` that must not be copied.
  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";

  private static final List<String> TRUE = List.of("1", "t", "T", "true", "TRUE", "True");

  /// The annotation of `Endpoints` that serve as a lock and list no addresses.
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

  /// The annotations that apply to the original only.
  private static final List<String> NOT_COPIED =
      List.of(
          "endpoints.kubernetes.io/last-change-trigger-time",
          "kubectl.kubernetes.io/last-applied-configuration");

  /// The properties that all endpoints of one slice share.
  private record Group(String addressType, List<Port> ports) {}

  /// Returns the actions that make slices list exactly what `endpoints` lists, or nothing if it
  /// must not be copied.
  ///
  /// @param service the service with that name
  /// @param endpoints the original
  /// @param slices the present copies
  static List<SliceAction> actions(
      Optional<Service> service, Optional<Endpoints> endpoints, List<EndpointSlice> slices) {
    var left = new ArrayList<>(slices);
    var actions = new ArrayList<SliceAction>();
    for (var wanted : wanted(service, endpoints)) {
      var found = left.stream().filter(slice -> group(slice).equals(group(wanted))).findFirst();
      found.ifPresent(left::remove);
      found.ifPresentOrElse(
          before ->
              SliceAction.update(before, wanted.metadata(), wanted.endpoints())
                  .ifPresent(actions::add),
          () -> actions.add(new SliceAction.Create(wanted)));
    }
    left.forEach(slice -> actions.add(new SliceAction.Delete(slice)));
    return actions;
  }

  /// How many addresses are not copied, because there are too many.
  static int surplus(Endpoints endpoints) {
    return byGroup(endpoints).values().stream()
        .mapToInt(group -> Math.max(0, group.size() - MAXIMUM))
        .sum();
  }

  private static List<EndpointSlice> wanted(
      Optional<Service> service, Optional<Endpoints> endpoints) {
    return service
        .filter(found -> found.spec().selector().isEmpty())
        .flatMap(_ -> endpoints)
        .filter(MirrorPlan::isCopied)
        .map(MirrorPlan::copies)
        .orElse(List.of());
  }

  private static boolean isCopied(Endpoints endpoints) {
    var metadata = endpoints.metadata();
    return !TRUE.contains(metadata.labels().getOrDefault(SKIP, ""))
        && !metadata.annotations().containsKey(LEADER)
        && !metadata.isBeingDeleted();
  }

  private static List<EndpointSlice> copies(Endpoints endpoints) {
    var metadata = metadata(endpoints);
    var copies = new ArrayList<EndpointSlice>();
    byGroup(endpoints)
        .forEach((group, listed) -> {
          var shown = listed.values().stream().limit(MAXIMUM).toList();
          copies.add(new EndpointSlice(metadata, group.addressType(), shown, group.ports()));
        });
    return copies;
  }

  private static ObjectMeta metadata(Endpoints endpoints) {
    var original = endpoints.metadata();
    var labels = new LinkedHashMap<>(original.labels());
    labels.put(EndpointSlice.MANAGED_BY, EndpointSlice.MIRRORING_CONTROLLER);
    labels.put(EndpointSlice.SERVICE, original.name());
    var annotations = new LinkedHashMap<>(original.annotations());
    annotations.keySet().removeAll(NOT_COPIED);
    return ObjectMeta.of(original.namespace(), "")
        .withLabels(labels)
        .withAnnotations(annotations)
        .withOwners(List.of(OwnerReference.controller(Endpoints.TYPE, endpoints)));
  }

  /// Returns the endpoints of each slice by address. An address that is listed twice counts once,
  /// and as ready if either entry is.
  private static Map<Group, Map<String, Endpoint>> byGroup(Endpoints endpoints) {
    var groups = new LinkedHashMap<Group, Map<String, Endpoint>>();
    for (var subset : endpoints.subsets()) {
      subset.addresses().forEach(address -> add(groups, subset, address, true));
    }
    for (var subset : endpoints.subsets()) {
      subset.notReadyAddresses().forEach(address -> add(groups, subset, address, false));
    }
    return groups;
  }

  private static void add(
      Map<Group, Map<String, Endpoint>> groups,
      Endpoints.Subset subset,
      Endpoints.Address address,
      boolean ready) {
    var family = address.ip().contains(":") ? "IPv6" : "IPv4";
    var conditions = new Conditions(Optional.of(ready), Optional.empty(), Optional.empty());
    var endpoint =
        new Endpoint(
            List.of(address.ip()),
            conditions,
            address.hostname(),
            address.targetRef(),
            address.nodeName());
    groups
        .computeIfAbsent(new Group(family, subset.ports()), _ -> new LinkedHashMap<>())
        .putIfAbsent(address.ip(), endpoint);
  }

  private static Group group(EndpointSlice slice) {
    return new Group(slice.addressType(), slice.ports());
  }

  private MirrorPlan() {}
}
