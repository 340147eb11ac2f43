package timonier.services;

import timonier.client.ComponentContext;
import timonier.client.EventRecorder;
import timonier.client.ObjectCache;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.pods.objects.ObjectKey;

/// Copies `Endpoints` that users list by hand into endpoint slices, where proxies find them.
final class MirrorReconciler implements Reconciler {

  private final ObjectCache<Service> services;
  private final ObjectCache<Endpoints> endpoints;
  private final KeptSlices copies;
  private final EventRecorder events;

  MirrorReconciler(ComponentContext context) {
    this.services = context.cache(Service.TYPE);
    this.endpoints = context.cache(Endpoints.TYPE);
    this.events =
        new EventRecorder(context.loop(), context.client(), "endpoint-slice-mirroring-controller");
    var controller = new Controller(context.loop(), this);
    this.copies = new KeptSlices(context, EndpointSlice.MIRRORING_CONTROLLER, controller::enqueue);
    context.whenSynced(() -> {
      controller.follow(services);
      controller.follow(endpoints);
      copies.follow(controller::enqueue);
    });
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var service = services.get(key);
    var original = endpoints.get(key);
    if (service.isEmpty() && original.isEmpty()) {
      copies.forget(key);
    }
    if (!copies.areShown(key)) {
      return Next.done();
    }
    var actions = MirrorPlan.actions(service, original, copies.of(key));
    actions.forEach(action -> copies.act(key, action));
    if (!actions.isEmpty()) {
      original.ifPresent(this::tellSurplus);
    }
    return Next.done();
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
