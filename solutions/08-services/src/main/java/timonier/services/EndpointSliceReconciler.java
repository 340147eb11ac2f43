package timonier.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.ObjectMeta;
import timonier.pods.OwnerReference;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.services.EndpointPlan.Action;

/// Keeps the endpoint slices of each service.
final class EndpointSliceReconciler implements Reconciler {

  /// How long a slice that was created may take to be seen.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final EventLoop loop;
  private final Client client;
  private final ObjectCache<Service> services;
  private final ObjectCache<Pod> pods;
  private final ObjectCache<EndpointSlice> slices;

  /// Slices that were created and not seen yet, with the moment at which to stop waiting.
  private final Map<ObjectKey, Map<String, Instant>> expected = new HashMap<>();

  private EndpointSliceReconciler(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.services = context.cache(Service.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.slices = context.cache(EndpointSlice.TYPE);
  }

  /// Starts a controller that reconciles whatever changes.
  static void start(ComponentContext context) {
    var reconciler = new EndpointSliceReconciler(context);
    var controller = new Controller(context.loop(), reconciler);
    context.whenSynced(() -> {
      reconciler.services.listen(
          (before, after) -> after.or(() -> before).ifPresent(s -> controller.enqueue(s.key())));
      new SelectedPods(reconciler.services).follow(reconciler.pods, controller::enqueue);
      reconciler.slices.listen(
          (before, after) -> after.or(() -> before).ifPresent(s -> wake(s, controller)));
    });
  }

  private static void wake(EndpointSlice slice, Controller controller) {
    if (isOurs(slice)) {
      controller.enqueue(new ObjectKey(slice.metadata().namespace(), slice.service()));
    }
  }

  private static boolean isOurs(EndpointSlice slice) {
    return EndpointSlice.CONTROLLER.equals(slice.metadata().labels().get(EndpointSlice.MANAGED_BY));
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = services.get(key).filter(Service::selectsPods);
    if (found.isEmpty()) {
      expected.remove(key);
      return Next.done();
    }
    var service = found.get();
    if (isWaiting(key)) {
      return Next.after(GLANCE);
    }
    var selected =
        pods.list(key.namespace()).stream()
            .filter(pod -> service.selects(pod.metadata().labels()))
            .toList();
    EndpointPlan.actions(service, selected, owned(service)).forEach(action -> act(service, action));
    return Next.done();
  }

  /// Whether a slice that was created is still to be seen: until then another might be a second one
  /// for the same pods.
  private boolean isWaiting(ObjectKey key) {
    var waiting = expected.getOrDefault(key, Map.of());
    waiting
        .entrySet()
        .removeIf(entry ->
            entry.getValue().isBefore(loop.now())
                || slices.get(new ObjectKey(key.namespace(), entry.getKey())).isPresent());
    return !waiting.isEmpty();
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
      case Action.Update update -> update(update);
      case Action.Delete delete -> delete(delete.slice());
    }
  }

  private void create(Service service, Action.Create create) {
    var name = service.metadata().name() + "-" + suffix();
    expected
        .computeIfAbsent(service.key(), _ -> new LinkedHashMap<>())
        .put(name, loop.now().plus(PATIENCE));
    var slice =
        new EndpointSlice(metadata(service, name), "IPv4", create.endpoints(), create.ports());
    try {
      client.create(EndpointSlice.TYPE, slice);
    } catch (ApiException refusal) {
      // If it was created all the same, the next pass finds its pods listed twice, and mends that.
      expected.remove(service.key());
      throw refusal;
    }
  }

  private String suffix() {
    var text = new StringBuilder();
    for (var i = 0; i < 5; i++) {
      text.append(LETTERS.charAt(loop.random().nextInt(LETTERS.length())));
    }
    return text.toString();
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

  private void update(Action.Update update) {
    var slice = update.slice();
    var body = JsonFormat.mapper().createObjectNode();
    body.set("endpoints", JsonFormat.tree(update.endpoints()));
    patch(slice, body);
  }

  private void patch(EndpointSlice slice, ObjectNode body) {
    client.patch(
        EndpointSlice.TYPE,
        slice.key(),
        Patch.merge(body)
            .ifUid(slice.metadata().uid())
            .ifVersion(slice.metadata().resourceVersion()));
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
}
