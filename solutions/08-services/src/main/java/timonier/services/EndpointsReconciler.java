package timonier.services;

import java.util.HashSet;
import java.util.Set;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// Keeps the `Endpoints` of each service up to date, for clients that do not know slices.
final class EndpointsReconciler implements Reconciler {

  private final Client client;
  private final ObjectCache<Service> services;
  private final ObjectCache<Pod> pods;
  private final ObjectCache<Endpoints> endpoints;

  /// Deleted services whose `Endpoints` may be left, even if users wrote them.
  private final Set<ObjectKey> gone = new HashSet<>();

  EndpointsReconciler(ComponentContext context) {
    this.client = context.client();
    this.services = context.cache(Service.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.endpoints = context.cache(Endpoints.TYPE);
    var controller = new Controller(context.loop(), this);
    context.whenSynced(() -> {
      services.listen((before, after) -> {
        if (after.isEmpty()) {
          before.map(Service::key).ifPresent(gone::add);
        }
      });
      controller.follow(services);
      new SelectedPods(services).follow(pods, controller::enqueue);
      controller.follow(endpoints);
    });
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var service = services.get(key);
    if (service.isEmpty()) {
      endpoints
          .get(key)
          .filter(found -> gone.contains(key) || found.isKeptByController())
          .ifPresent(this::delete);
    } else if (service.get().selectsPods()) {
      keep(service.get());
    }
    gone.remove(key);
    return Next.done();
  }

  private void keep(Service service) {
    var selected =
        pods.list(service.metadata().namespace()).stream()
            .filter(pod -> service.selects(pod.metadata().labels()))
            .toList();
    var before = endpoints.get(service.key());
    var wanted = EndpointsPlan.wanted(service, selected, before);
    if (before.isEmpty()) {
      create(wanted);
    } else if (!wanted.equals(before.get())) {
      var patch = Patch.between(before.get(), wanted).ifUnchanged(before.get());
      client.patch(Endpoints.TYPE, wanted.key(), patch);
    }
  }

  private void create(Endpoints wanted) {
    try {
      client.create(Endpoints.TYPE, wanted);
    } catch (ApiException refusal) {
      if (!refusal.is("AlreadyExists")) {
        throw refusal;
      }
    }
  }

  private void delete(Endpoints found) {
    client.remove(Endpoints.TYPE, found.key(), DeleteOptions.of(found.metadata().uid()));
  }
}
