package timonier.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.Patch;
import timonier.controllers.GarbagePlan.Action;
import timonier.controllers.GarbagePlan.Owner;
import timonier.controllers.OwnerGraph.Item;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.OwnerReference;
import timonier.pods.objects.ResourceType;

/// Deletes objects whose owners are gone, and handles the dependents of owners that wait for them.
/// Source: Kubernetes, "Garbage Collection".
///
/// An owner that no cache shows is looked up on the server by name, and counts only if it has the
/// identity that the dependent names. So an outdated cache deletes nothing.
final class GarbageCollector implements Reconciler {

  private final Client client;
  private final Map<String, ResourceType<?>> types = new HashMap<>();
  private final OwnerGraph graph = new OwnerGraph();
  private final Controller controller;

  GarbageCollector(ComponentContext context, List<ResourceType<?>> types) {
    this.client = context.client();
    this.controller = new Controller(context.loop(), this);
    types.forEach(type -> this.types.put(type.apiVersion() + "/" + type.kind(), type));
    types.forEach(type -> context.cache(type));
    context.whenSynced(() -> types.forEach(type -> follow(context, type)));
  }

  private <T extends KubernetesObject> void follow(ComponentContext context, ResourceType<T> type) {
    context.cache(type).listen((before, after) -> changed(type, before, after));
  }

  private <T extends KubernetesObject> void changed(
      ResourceType<T> type, Optional<T> before, Optional<T> after) {
    if (before.isPresent()
        && after.filter(o -> o.metadata().uid().equals(uid(before.get()))).isEmpty()) {
      gone(before.get());
    }
    if (after.isPresent()) {
      graph.put(type, after.get());
      enqueue(uid(after.get()));
      before.ifPresent(old -> left(old, after.get()));
      if (waits(after.get()) && before.filter(GarbageCollector::waits).isEmpty()) {
        graph.dependents(uid(after.get())).forEach(dependent -> enqueue(dependent.uid()));
      }
    }
  }

  /// Whether an object is being deleted and waits for its dependents.
  private static boolean waits(KubernetesObject object) {
    var metadata = object.metadata();
    return metadata.isBeingDeleted() && metadata.finalizers().contains(GarbagePlan.FOREGROUND);
  }

  /// Queues the owners that an object no longer names: they may wait for that.
  private void left(KubernetesObject before, KubernetesObject after) {
    var owners = after.metadata().ownerReferences();
    before.metadata().ownerReferences().stream()
        .filter(owner -> !owners.contains(owner))
        .forEach(owner -> enqueue(owner.uid()));
  }

  private static String uid(KubernetesObject object) {
    return object.metadata().uid();
  }

  private void gone(KubernetesObject object) {
    graph.remove(uid(object));
    graph.dependents(uid(object)).forEach(dependent -> enqueue(dependent.uid()));
    object.metadata().ownerReferences().forEach(owner -> enqueue(owner.uid()));
  }

  private void enqueue(String uid) {
    controller.enqueue(ObjectKey.of(uid));
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = graph.item(key.name());
    if (found.isEmpty()) {
      return Next.done();
    }
    var item = found.get();
    var metadata = item.object().metadata();
    if (!metadata.isBeingDeleted()) {
      var owners = item.owners().stream().map(reference -> look(item, reference)).toList();
      GarbagePlan.forDependent(owners).forEach(action -> act(item, action));
    } else if (waits(item.object()) || metadata.finalizers().contains(GarbagePlan.ORPHAN)) {
      GarbagePlan.forOwner(item, graph.dependents(item.uid()), graph.ancestors(item))
          .forEach(action -> act(item, action));
    }
    return Next.done();
  }

  private Owner look(Item item, OwnerReference reference) {
    var known = graph.item(reference.uid());
    return known
        .map(owner -> new Owner(reference, true, waits(owner.object())))
        .orElseGet(() -> new Owner(reference, existsOnServer(item, reference), false));
  }

  /// Asks the server. An owner whose type is not served counts as existing: better to keep a
  /// dependent than to delete it wrongly.
  private boolean existsOnServer(Item item, OwnerReference reference) {
    var type = types.get(reference.apiVersion() + "/" + reference.kind());
    if (type == null) {
      return true;
    }
    var namespace = type.namespaced() ? item.key().namespace() : "";
    return client
        .find(type, new ObjectKey(namespace, reference.name()))
        .filter(live -> uid(live).equals(reference.uid()))
        .isPresent();
  }

  private void act(Item item, Action action) {
    try {
      switch (action) {
        case Action.Delete(var propagation) -> delete(item, propagation);
        case Action.DropOwners(var owners) -> disown(item, owners::contains);
        case Action.RemoveFinalizer(var finalizer) -> removeFinalizer(item, finalizer);
        case Action.Orphan(var dependent) ->
            disown(dependent, owner -> owner.uid().equals(item.uid()));
      }
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
    }
  }

  private void delete(Item item, String propagation) {
    var hasDependents = !graph.dependents(item.uid()).isEmpty();
    var policy = hasDependents ? propagation : "Background";
    client.delete(item.type(), item.key(), DeleteOptions.of(item.uid()).propagating(policy));
  }

  private void disown(Item item, Predicate<OwnerReference> isOff) {
    var left = item.owners().stream().filter(isOff.negate()).toList();
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata").set("ownerReferences", JsonFormat.tree(left));
    write(item, body);
  }

  private void removeFinalizer(Item item, String finalizer) {
    var left =
        item.object().metadata().finalizers().stream()
            .filter(present -> !present.equals(finalizer))
            .toList();
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata").set("finalizers", JsonFormat.tree(left));
    write(item, body);
  }

  private void write(Item item, com.fasterxml.jackson.databind.node.ObjectNode body) {
    client.patch(item.type(), item.key(), Patch.merge(body).ifUnchanged(item.object()));
  }
}
