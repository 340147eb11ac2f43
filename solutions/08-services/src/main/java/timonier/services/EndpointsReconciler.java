package timonier.services;

import java.util.ArrayList;
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
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.ObjectMeta;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.services.EndpointSlice.Endpoint;

/// Keeps the `Endpoints` of each service, for clients that know no slices.
final class EndpointsReconciler implements Reconciler {

  private final Client client;
  private final ObjectCache<Service> services;
  private final ObjectCache<Pod> pods;
  private final ObjectCache<Endpoints> endpoints;

  EndpointsReconciler(ComponentContext context) {
    this.client = context.client();
    this.services = context.cache(Service.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.endpoints = context.cache(Endpoints.TYPE);
    var controller = new Controller(context.loop(), this);
    context.whenSynced(() -> {
      services.listen(
          (before, after) -> after.or(() -> before).ifPresent(s -> controller.enqueue(s.key())));
      new SelectedPods(services).follow(pods, controller::enqueue);
      endpoints.listen(
          (before, after) -> after.or(() -> before).ifPresent(e -> controller.enqueue(e.key())));
    });
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var service = services.get(key);
    var before = endpoints.get(key);
    if (service.isEmpty()) {
      before.filter(Endpoints::isKeptByController).ifPresent(this::delete);
    } else if (service.get().selectsPods()) {
      var selected =
          pods.list(key.namespace()).stream()
              .filter(pod -> service.get().selects(pod.metadata().labels()))
              .toList();
      var subsets = subsets(service.get(), selected);
      if (before.isEmpty()) {
        create(service.get(), subsets);
      } else if (!before.get().subsets().equals(subsets)) {
        update(before.get(), subsets);
      }
    }
    return Next.done();
  }

  /// The pods of a service, by the ports that they listen on.
  static List<Endpoints.Subset> subsets(Service service, List<Pod> pods) {
    var subsets = new ArrayList<Endpoints.Subset>();
    EndpointPlan.byPorts(service, pods)
        .forEach((ports, found) -> {
          var staying =
              found.stream()
                  .filter(endpoint ->
                      endpoint.conditions().isReady() || !endpoint.conditions().isTerminating())
                  .toList();
          if (!staying.isEmpty() && !ports.isEmpty()) {
            subsets.add(
                new Endpoints.Subset(addresses(staying, true), addresses(staying, false), ports));
          }
        });
    return subsets;
  }

  private static List<Endpoints.Address> addresses(List<Endpoint> endpoints, boolean ready) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.conditions().isReady() == ready)
        .map(endpoint ->
            new Endpoints.Address(
                endpoint.addresses().getFirst(),
                endpoint.hostname(),
                endpoint.nodeName(),
                endpoint.targetRef()))
        .toList();
  }

  private void create(Service service, List<Endpoints.Subset> subsets) {
    var labels = new java.util.LinkedHashMap<>(service.metadata().labels());
    labels.put(Endpoints.MANAGED_BY, Endpoints.CONTROLLER);
    var metadata =
        ObjectMeta.of(service.metadata().namespace(), service.metadata().name()).withLabels(labels);
    try {
      client.create(Endpoints.TYPE, new Endpoints(metadata, subsets));
    } catch (ApiException refusal) {
      if (!refusal.is("AlreadyExists")) {
        throw refusal;
      }
    }
  }

  private void update(Endpoints before, List<Endpoints.Subset> subsets) {
    var body = JsonFormat.mapper().createObjectNode();
    body.set("subsets", JsonFormat.tree(subsets));
    client.patch(
        Endpoints.TYPE,
        before.key(),
        Patch.merge(body)
            .ifUid(before.metadata().uid())
            .ifVersion(before.metadata().resourceVersion()));
  }

  private void delete(Endpoints found) {
    client.remove(Endpoints.TYPE, found.key(), DeleteOptions.of(found.metadata().uid()));
  }
}
