package timonier.services;

import timonier.apiserver.GeneratedName;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.EventRecorder;
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
import timonier.services.MirrorPlan.Action;

/// Copies `Endpoints` that people list by hand into endpoint slices, where proxies find them.
final class MirrorReconciler implements Reconciler {

  private final EventLoop loop;
  private final ObjectCache<Service> services;
  private final ObjectCache<Endpoints> endpoints;
  private final ObjectCache<EndpointSlice> slices;
  private final OwnWrites<EndpointSlice> writes;
  private final EventRecorder events;
  private final Controller controller;

  MirrorReconciler(ComponentContext context) {
    this.loop = context.loop();
    this.services = context.cache(Service.TYPE);
    this.endpoints = context.cache(Endpoints.TYPE);
    this.slices = context.cache(EndpointSlice.TYPE);
    this.events = new EventRecorder(loop, context.client(), "endpoint-slice-mirroring-controller");
    this.controller = new Controller(loop, this);
    this.writes = new OwnWrites<>(context, EndpointSlice.TYPE, controller::enqueue);
    context.whenSynced(() -> {
      services.listen(
          (before, after) -> after.or(() -> before).ifPresent(s -> controller.enqueue(s.key())));
      endpoints.listen(
          (before, after) -> after.or(() -> before).ifPresent(e -> controller.enqueue(e.key())));
      slices.listen((before, after) -> {
        before.ifPresent(this::wake);
        after.ifPresent(this::wake);
      });
    });
  }

  private void wake(EndpointSlice slice) {
    if (isCopy(slice)) {
      controller.enqueue(slice.serviceKey());
    }
  }

  private static boolean isCopy(EndpointSlice slice) {
    return slice.isManagedBy(EndpointSlice.MIRRORING_CONTROLLER);
  }

  @Override
  public Next reconcile(ObjectKey key) {
    if (!writes.areShown(key)) {
      return Next.done();
    }
    var copies =
        slices.list(key.namespace()).stream()
            .filter(MirrorReconciler::isCopy)
            .filter(slice -> slice.serviceKey().equals(key))
            .filter(slice -> !slice.metadata().isBeingDeleted())
            .toList();
    var original = endpoints.get(key);
    var actions = MirrorPlan.actions(services.get(key), original, copies);
    actions.forEach(action -> act(key, action));
    if (!actions.isEmpty()) {
      original.ifPresent(this::tellSurplus);
    }
    return Next.done();
  }

  private void act(ObjectKey key, Action action) {
    switch (action) {
      case Action.Create(var slice) -> create(key, slice);
      case Action.Update(var before, var after) ->
          writes.patch(
              key,
              before,
              Patch.between(before, after)
                  .ifUid(before.metadata().uid())
                  .ifVersion(before.metadata().resourceVersion()));
      case Action.Delete(var slice) ->
          writes.delete(key, slice, DeleteOptions.of(slice.metadata().uid()));
    }
  }

  private void create(ObjectKey key, EndpointSlice unnamed) {
    var metadata =
        ObjectMeta.of(key.namespace(), GeneratedName.of(key.name() + "-", loop.random()))
            .withLabels(unnamed.metadata().labels())
            .withAnnotations(unnamed.metadata().annotations())
            .withOwners(unnamed.metadata().ownerReferences());
    var slice =
        new EndpointSlice(metadata, unnamed.addressType(), unnamed.endpoints(), unnamed.ports());
    writes.create(key, slice.key(), Json.of(JsonFormat.tree(EndpointSlice.TYPE, slice)));
  }

  private void tellSurplus(Endpoints original) {
    var surplus = MirrorPlan.surplus(original);
    if (surplus > 0) {
      var message =
          "A max of %d addresses can be mirrored to EndpointSlices per Endpoints subset."
              + " %d addresses were skipped";
      events.record(
          Endpoints.TYPE,
          original,
          "Warning",
          "TooManyAddressesToMirror",
          message.formatted(MirrorPlan.MAXIMUM, surplus));
    }
  }
}
