package timonier.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.pods.ApiException;
import timonier.pods.ObjectKey;
import timonier.pods.ObjectMeta;
import timonier.pods.OwnerReference;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;

/// Writes down which pods each service leads to: as EndpointSlices, and as Endpoints for older
/// readers.
final class EndpointController implements Reconciler {

  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final String NAME = "endpointslice-controller.k8s.io";

  private final Client client;
  private final ObjectCache<Service> services;
  private final ObjectCache<Pod> pods;
  private final ObjectCache<EndpointSlice> slices;
  private final ObjectCache<Endpoints> endpoints;

  EndpointController(ComponentContext context) {
    this.client = context.client();
    this.services = context.cache(Service.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.slices = context.cache(EndpointSlice.TYPE);
    this.endpoints = context.cache(Endpoints.TYPE);
    var controller = new Controller(context.loop(), this);
    context.whenSynced(() -> {
      services.listen(
          (before, after) -> after.or(() -> before).ifPresent(s -> controller.enqueue(s.key())));
      pods.listen((before, after) -> {
        before.ifPresent(pod -> wake(pod, controller));
        after.ifPresent(pod -> wake(pod, controller));
      });
      slices.listen(
          (before, after) -> after.or(() -> before).ifPresent(slice -> wake(slice, controller)));
    });
  }

  private void wake(Pod pod, Controller controller) {
    var labels = pod.metadata().labels();
    services.list(pod.metadata().namespace()).stream()
        .filter(service -> !service.spec().selector().isEmpty())
        .filter(service ->
            service.spec().selector().entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey()))))
        .forEach(service -> controller.enqueue(service.key()));
  }

  private static void wake(EndpointSlice slice, Controller controller) {
    var service = slice.metadata().labels().get(EndpointSlice.SERVICE);
    if (service != null) {
      controller.enqueue(new ObjectKey(slice.metadata().namespace(), service));
    }
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = services.get(key);
    if (found.isEmpty() || found.get().spec().selector().isEmpty()) {
      return Next.done();
    }
    var service = found.get();
    var groups = EndpointPlan.groups(service, pods.list(key.namespace()));
    writeSlices(service, groups);
    writeEndpoints(service, groups);
    return Next.done();
  }

  private void writeSlices(Service service, List<EndpointPlan.Group> groups) {
    var present =
        new ArrayList<>(
            slices.list(service.metadata().namespace()).stream()
                .filter(slice -> isOf(slice, service))
                .toList());
    var wanted = groups.isEmpty() ? List.of(new EndpointPlan.Group(List.of(), List.of())) : groups;
    for (var i = 0; i < wanted.size(); i++) {
      var name = service.metadata().name() + "-" + suffix(service, i);
      var slice = slice(service, name, wanted.get(i));
      var old = present.stream().filter(s -> s.metadata().name().equals(name)).findFirst();
      if (old.isEmpty()) {
        client.create(EndpointSlice.TYPE, slice);
      } else {
        present.remove(old.get());
        change(old.get(), slice);
      }
    }
    present.forEach(this::delete);
  }

  /// Slices have fixed names, so that one that the cache does not show yet is not made twice.
  private static String suffix(Service service, int number) {
    return service.metadata().uid().replace("-", "").substring(0, 5)
        + (number == 0 ? "" : "-" + number);
  }

  private static boolean isOf(EndpointSlice slice, Service service) {
    var labels = slice.metadata().labels();
    return service.metadata().name().equals(labels.get(EndpointSlice.SERVICE))
        && NAME.equals(labels.get(MANAGED_BY));
  }

  private static EndpointSlice slice(Service service, String name, EndpointPlan.Group group) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(EndpointSlice.SERVICE, service.metadata().name());
    labels.put(MANAGED_BY, NAME);
    var metadata =
        ObjectMeta.of(service.metadata().namespace(), name)
            .withLabels(labels)
            .withOwners(List.of(OwnerReference.controller(Service.TYPE, service)));
    return new EndpointSlice(metadata, "IPv4", group.endpoints(), group.ports());
  }

  private void change(EndpointSlice before, EndpointSlice after) {
    var patch =
        Patch.between(
            before,
            new EndpointSlice(
                before.metadata(), after.addressType(), after.endpoints(), after.ports()));
    if (!patch.isEmpty()) {
      client.patch(EndpointSlice.TYPE, before.key(), patch.ifUid(before.metadata().uid()));
    }
  }

  private void delete(EndpointSlice slice) {
    try {
      client.delete(EndpointSlice.TYPE, slice.key(), DeleteOptions.of(slice.metadata().uid()));
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
    }
  }

  private void writeEndpoints(Service service, List<EndpointPlan.Group> groups) {
    var subsets = groups.stream().map(EndpointController::subset).toList();
    var old = endpoints.get(service.key());
    if (old.isEmpty()) {
      var metadata =
          ObjectMeta.of(service.metadata().namespace(), service.metadata().name())
              .withOwners(List.of(OwnerReference.controller(Service.TYPE, service)));
      client.create(Endpoints.TYPE, new Endpoints(metadata, subsets));
      return;
    }
    var patch = Patch.between(old.get(), new Endpoints(old.get().metadata(), subsets));
    if (!patch.isEmpty()) {
      client.patch(Endpoints.TYPE, service.key(), patch.ifUid(old.get().metadata().uid()));
    }
  }

  private static Endpoints.Subset subset(EndpointPlan.Group group) {
    var ready = new ArrayList<Endpoints.Address>();
    var notReady = new ArrayList<Endpoints.Address>();
    for (var endpoint : group.endpoints()) {
      var address =
          new Endpoints.Address(
              endpoint.addresses().getFirst(),
              endpoint.nodeName(),
              endpoint.targetRef().orElseThrow());
      (endpoint.conditions().ready() ? ready : notReady).add(address);
    }
    return new Endpoints.Subset(ready, notReady, group.ports());
  }
}
