package timonier.services;

import java.util.LinkedHashMap;
import java.util.List;
import timonier.apiserver.GeneratedName;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.OwnWrites;
import timonier.client.Patch;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.kit.loop.EventLoop;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.ObjectMeta;
import timonier.pods.OwnerReference;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.services.EndpointPlan.Action;

/// Keeps the endpoint slices of each service.
final class EndpointSliceReconciler implements Reconciler {

  private final EventLoop loop;
  private final ObjectCache<Service> services;
  private final ObjectCache<Pod> pods;
  private final ObjectCache<EndpointSlice> slices;

  private final OwnWrites<EndpointSlice> writes;
  private final Controller controller;

  EndpointSliceReconciler(ComponentContext context) {
    this.loop = context.loop();
    this.services = context.cache(Service.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.slices = context.cache(EndpointSlice.TYPE);
    this.controller = new Controller(loop, this);
    this.writes = new OwnWrites<>(context, EndpointSlice.TYPE, controller::enqueue);
    context.whenSynced(() -> {
      services.listen(
          (before, after) -> after.or(() -> before).ifPresent(s -> controller.enqueue(s.key())));
      new SelectedPods(services).follow(pods, controller::enqueue);
      slices.listen((before, after) -> after.or(() -> before).ifPresent(this::wake));
    });
  }

  private void wake(EndpointSlice slice) {
    if (isOurs(slice)) {
      controller.enqueue(slice.serviceKey());
    }
  }

  private static boolean isOurs(EndpointSlice slice) {
    return slice.isManagedBy(EndpointSlice.CONTROLLER);
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = services.get(key).filter(Service::selectsPods);
    if (found.isEmpty()) {
      writes.forget(key);
      return Next.done();
    }
    if (!writes.areShown(key)) {
      return Next.done();
    }
    var service = found.get();
    var selected =
        pods.list(key.namespace()).stream()
            .filter(pod -> service.selects(pod.metadata().labels()))
            .toList();
    EndpointPlan.actions(service, selected, owned(service)).forEach(action -> act(service, action));
    return Next.done();
  }

  private List<EndpointSlice> owned(Service service) {
    return slices.list(service.metadata().namespace()).stream()
        .filter(EndpointSliceReconciler::isOurs)
        .filter(slice -> slice.service().equals(service.metadata().name()))
        .filter(slice -> !slice.metadata().isBeingDeleted())
        .toList();
  }

  private void act(Service service, Action action) {
    switch (action) {
      case Action.Create create -> create(service, create);
      case Action.Update update -> update(service, update);
      case Action.Delete(var slice) ->
          writes.delete(service.key(), slice, DeleteOptions.of(slice.metadata().uid()));
    }
  }

  private void create(Service service, Action.Create create) {
    var name = GeneratedName.of(service.metadata().name() + "-", loop.random());
    var slice =
        new EndpointSlice(metadata(service, name), "IPv4", create.endpoints(), create.ports());
    var tree = Json.of(JsonFormat.tree(EndpointSlice.TYPE, slice));
    writes.create(service.key(), slice.key(), tree);
  }

  private static ObjectMeta metadata(Service service, String name) {
    var labels = new LinkedHashMap<>(service.metadata().labels());
    labels.put(EndpointSlice.MANAGED_BY, EndpointSlice.CONTROLLER);
    labels.put(EndpointSlice.SERVICE, service.metadata().name());
    if (service.spec().clusterIP().equals("None")) {
      labels.put("service.kubernetes.io/headless", "");
    }
    return ObjectMeta.of(service.metadata().namespace(), name)
        .withLabels(labels)
        .withOwners(List.of(OwnerReference.controller(Service.TYPE, service)));
  }

  private void update(Service service, Action.Update update) {
    var slice = update.slice();
    var body = JsonFormat.mapper().createObjectNode();
    body.set("endpoints", JsonFormat.tree(update.endpoints()));
    var patch =
        Patch.merge(body)
            .ifUid(slice.metadata().uid())
            .ifVersion(slice.metadata().resourceVersion());
    writes.patch(service.key(), slice, patch);
  }
}
