package timonier.services;

import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ObjectKey;

/// Keeps the endpoint slices of each service up to date.
final class EndpointSliceReconciler implements Reconciler {

  private final ObjectCache<Service> services;
  private final ObjectCache<Pod> pods;
  private final KeptSlices slices;

  EndpointSliceReconciler(ComponentContext context) {
    this.services = context.cache(Service.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    var controller = new Controller(context.loop(), this);
    this.slices = new KeptSlices(context, EndpointSlice.CONTROLLER, controller::enqueue);
    context.whenSynced(() -> {
      controller.follow(services);
      new SelectedPods(services).follow(pods, controller::enqueue);
      slices.follow(controller::enqueue);
    });
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = services.get(key).filter(Service::selectsPods);
    if (found.isEmpty()) {
      slices.forget(key);
      return Next.done();
    }
    if (!slices.areShown(key)) {
      return Next.done();
    }
    var service = found.get();
    var selected =
        pods.list(key.namespace()).stream()
            .filter(pod -> service.selects(pod.metadata().labels()))
            .toList();
    EndpointPlan.actions(service, selected, slices.of(key))
        .forEach(action -> slices.act(key, action));
    return Next.done();
  }
}
