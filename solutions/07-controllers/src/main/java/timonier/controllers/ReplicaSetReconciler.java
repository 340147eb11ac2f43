package timonier.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.controllers.ReplicaPlan.Action;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.OwnerReference;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;

/// Keeps as many pods as each ReplicaSet wants.
final class ReplicaSetReconciler implements Reconciler {

  private final EventLoop loop;
  private final Client client;
  private final ObjectCache<ReplicaSet> sets;
  private final ObjectCache<Pod> pods;
  private final Expectations expectations;
  private final EventRecorder events;
  private final Controller controller;

  ReplicaSetReconciler(ComponentContext context, Expectations expectations) {
    this.loop = context.loop();
    this.client = context.client();
    this.sets = context.cache(ReplicaSet.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.expectations = expectations;
    this.events = new EventRecorder(loop, client, "replicaset-controller");
    this.controller = new Controller(loop, this);
  }

  /// Starts a controller that reconciles whatever changes.
  static void start(ComponentContext context, Expectations expectations) {
    var reconciler = new ReplicaSetReconciler(context, expectations);
    context.whenSynced(() -> {
      reconciler.sets.listen((before, after) ->
          after.or(() -> before).ifPresent(s -> reconciler.controller.enqueue(s.key())));
      reconciler.pods.listen((before, after) -> {
        reconciler.observe(before, after);
        after.or(() -> before).ifPresent(reconciler::wakeOwner);
      });
    });
  }

  /// Strikes off what was expected and is seen now.
  private void observe(Optional<Pod> before, Optional<Pod> after) {
    var pod = after.or(() -> before).orElseThrow();
    var owner = owner(pod);
    if (owner.isEmpty()) {
      return;
    }
    if (before.isEmpty()) {
      expectations.sawCreation(owner.get(), pod.metadata().name());
    }
    if (after.isEmpty() || pod.metadata().isBeingDeleted()) {
      expectations.sawDeletion(owner.get(), pod.metadata().uid());
    }
  }

  private static Optional<ObjectKey> owner(Pod pod) {
    return pod.metadata()
        .controller()
        .filter(owner -> owner.kind().equals("ReplicaSet"))
        .map(owner -> new ObjectKey(pod.metadata().namespace(), owner.name()));
  }

  private void wakeOwner(Pod pod) {
    var owner = owner(pod);
    if (owner.isPresent()) {
      controller.enqueue(owner.get());
    } else if (pod.metadata().controller().isEmpty()) {
      sets.list(pod.metadata().namespace()).stream()
          .filter(set -> set.spec().selector().matches(pod.metadata().labels()))
          .forEach(set -> controller.enqueue(set.key()));
    }
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = sets.get(key);
    if (found.isEmpty()) {
      expectations.forget(key);
      return Next.done();
    }
    var set = found.get();
    var owned = owned(set);
    if (!expectations.areMet(key)) {
      return Next.after(Expectations.TIMEOUT);
    }
    tell(set, owned);
    if (!set.metadata().isBeingDeleted()) {
      ReplicaPlan.actions(set, owned).forEach(action -> act(set, action));
    }
    return nextAvailable(set, owned);
  }

  /// The pods that the set controls and that are not finished or going; free pods that fit are
  /// adopted, own pods that no longer fit are released.
  private List<Pod> owned(ReplicaSet set) {
    return pods.list(set.metadata().namespace()).stream()
        .filter(pod -> !pod.isFinished() && !pod.metadata().isBeingDeleted())
        .filter(pod -> claim(set, pod))
        .toList();
  }

  private boolean claim(ReplicaSet set, Pod pod) {
    var fits = set.spec().selector().matches(pod.metadata().labels());
    var controller = pod.metadata().controller();
    if (controller.isPresent()) {
      var mine = controller.get().uid().equals(set.metadata().uid());
      if (mine && !fits && !set.metadata().isBeingDeleted()) {
        release(pod);
      }
      return mine && fits;
    }
    return fits && !set.metadata().isBeingDeleted() && adopt(set, pod);
  }

  /// Becomes the controller of a free pod, once the server has confirmed that the set still is who
  /// it seems to be.
  private boolean adopt(ReplicaSet set, Pod pod) {
    var live = client.get(ReplicaSet.TYPE, set.key());
    if (!live.metadata().uid().equals(set.metadata().uid()) || live.metadata().isBeingDeleted()) {
      return false;
    }
    var owners = new java.util.ArrayList<>(pod.metadata().ownerReferences());
    owners.add(OwnerReference.controller(ReplicaSet.TYPE, set));
    setOwners(pod, owners);
    return true;
  }

  private void release(Pod pod) {
    setOwners(
        pod,
        pod.metadata().ownerReferences().stream().filter(owner -> !owner.isController()).toList());
  }

  private void setOwners(Pod pod, List<OwnerReference> owners) {
    var changed = pod.metadata().withOwners(owners);
    var patch =
        Patch.between(
                new Pod(pod.metadata(), pod.spec(), pod.status()),
                new Pod(changed, pod.spec(), pod.status()))
            .ifUid(pod.metadata().uid())
            .ifVersion(pod.metadata().resourceVersion());
    client.patch(ResourceTypes.PODS, pod.key(), patch);
  }

  private void act(ReplicaSet set, Action action) {
    switch (action) {
      case Action.Create(int count) -> {
        for (var i = 0; i < count; i++) {
          create(set);
        }
      }
      case Action.Delete(Pod pod) -> delete(set, pod);
    }
  }

  /// Creates a pod under a name of our own choice: if the answer is lost, the name tells later
  /// whether it was created, and until then the set waits for it.
  private void create(ReplicaSet set) {
    var name = set.metadata().name() + "-" + suffix();
    expectations.created(set.key(), name);
    try {
      client.create(ResourceTypes.PODS, set.metadata().namespace(), pod(set, name));
      var message = "Created pod: " + name;
      events.record(ReplicaSet.TYPE, set, "Normal", "SuccessfulCreate", message);
    } catch (ApiException refusal) {
      if (refusal.code() < 500) {
        expectations.sawCreation(set.key(), name);
        var message = "Error creating: " + refusal.getMessage();
        events.record(ReplicaSet.TYPE, set, "Warning", "FailedCreate", message);
        throw refusal;
      }
      settleCreation(set, name);
      throw refusal;
    }
  }

  /// The answer to a creation was lost: asks whether the pod is there. If it is not, the cache will
  /// show nothing new, so the set is looked at again for that.
  private void settleCreation(ReplicaSet set, String name) {
    loop.after(
        Duration.ofSeconds(1),
        () -> {
          try {
            client.get(ResourceTypes.PODS, new ObjectKey(set.metadata().namespace(), name));
          } catch (ApiException refusal) {
            if (refusal.is("NotFound")) {
              expectations.sawCreation(set.key(), name);
              controller.enqueue(set.key());
            } else {
              settleCreation(set, name);
            }
          }
        });
  }

  /// The answer to a deletion was lost: asks whether the pod is still there, and stays.
  private void settleDeletion(ReplicaSet set, Pod pod) {
    loop.after(
        Duration.ofSeconds(1),
        () -> {
          try {
            var found = client.get(ResourceTypes.PODS, pod.key());
            if (found.metadata().uid().equals(pod.metadata().uid())
                && !found.metadata().isBeingDeleted()) {
              expectations.sawDeletion(set.key(), pod.metadata().uid());
              controller.enqueue(set.key());
            }
          } catch (ApiException refusal) {
            if (!refusal.is("NotFound")) {
              settleDeletion(set, pod);
            }
          }
        });
  }

  private String suffix() {
    var letters = "bcdfghjklmnpqrstvwxz2456789";
    var text = new StringBuilder();
    for (var i = 0; i < 5; i++) {
      text.append(letters.charAt(loop.random().nextInt(letters.length())));
    }
    return text.toString();
  }

  private static Json pod(ReplicaSet set, String name) {
    var tree = JsonFormat.mapper().createObjectNode();
    var template = (ObjectNode) set.spec().template().copy();
    var metadata = tree.putObject("metadata");
    metadata.setAll(template.withObject("/metadata"));
    metadata.put("name", name).put("namespace", set.metadata().namespace());
    metadata.put("generateName", set.metadata().name() + "-");
    metadata
        .putArray("ownerReferences")
        .add(JsonFormat.tree(OwnerReference.controller(ReplicaSet.TYPE, set)));
    tree.set("spec", template.path("spec"));
    return Json.of(tree);
  }

  private void delete(ReplicaSet set, Pod pod) {
    var uid = pod.metadata().uid();
    expectations.deleting(set.key(), uid);
    try {
      client.delete(ResourceTypes.PODS, pod.key(), DeleteOptions.of(uid));
      var message = "Deleted pod: " + pod.metadata().name();
      events.record(ReplicaSet.TYPE, set, "Normal", "SuccessfulDelete", message);
    } catch (ApiException refusal) {
      if (refusal.code() < 500) {
        expectations.sawDeletion(set.key(), uid);
      } else {
        settleDeletion(set, pod);
      }
      if (!refusal.is("NotFound") && !refusal.is("Conflict")) {
        throw refusal;
      }
    }
  }

  /// Tells what there is, which is only known once the cache has caught up with what was done:
  /// whoever counts on the status may never find fewer pods in it than there are.
  private void tell(ReplicaSet set, List<Pod> owned) {
    var before = set.status().orElse(new ReplicaSet.Status(0, 0, 0, 0, 0, List.of()));
    var after = ReplicaStatuses.status(set, owned, loop.now());
    var patch = Patch.status(before, after);
    if (!patch.isEmpty()) {
      client.patch(ReplicaSet.TYPE, set.key(), patch.ifUid(set.metadata().uid()));
    }
  }

  /// Comes back when the next pod will have been ready for long enough.
  private Next nextAvailable(ReplicaSet set, List<Pod> owned) {
    var minReady = Duration.ofSeconds(set.spec().minReadySeconds().orElse(0));
    return owned.stream()
        .flatMap(pod -> ReplicaStatuses.availableAt(pod, minReady).stream())
        .filter(at -> at.isAfter(loop.now()))
        .min(java.util.Comparator.naturalOrder())
        .map(at -> Next.after(Duration.between(loop.now(), at)))
        .orElse(Next.done());
  }
}
