package timonier.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.storage.GeneratedName;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.EventRecorder;
import timonier.client.ObjectCache;
import timonier.client.OwnWrites;
import timonier.client.Patch;
import timonier.controllers.ReplicaPlan.Action;
import timonier.kit.loop.EventLoop;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.OwnerReference;
import timonier.pods.objects.ResourceType;

/// Keeps the desired number of pods of each ReplicaSet or ReplicationController.
///
/// @param <O> the kind of owner
final class ReplicaSetReconciler<O extends ReplicaOwner> implements Reconciler {

  private final EventLoop loop;
  private final ResourceType<O> type;
  private final ObjectCache<O> sets;
  private final ObjectCache<Pod> pods;
  private final OwnWrites<Pod> writes;
  private final Owners<O, Pod> owners;
  private final Client client;
  private final EventRecorder events;

  /// Why the last attempt to create or delete pods failed.
  private final Map<ObjectKey, String> refusals = new HashMap<>();

  private final Controller controller;

  /// Makes a reconciler of all objects of a type.
  ///
  /// @param component its name in events
  ReplicaSetReconciler(ComponentContext context, ResourceType<O> type, String component) {
    this.type = type;
    this.loop = context.loop();
    this.client = context.client();
    this.sets = context.cache(type);
    this.pods = context.cache(ResourceTypes.PODS);
    this.events = new EventRecorder(loop, client, component);
    this.controller = new Controller(loop, this);
    this.writes = new OwnWrites<>(context, ResourceTypes.PODS, controller::enqueue);
    this.owners = new Owners<>(client, type, writes);
    context.whenSynced(() -> {
      controller.follow(sets);
      pods.listen((before, after) -> after.or(() -> before).ifPresent(this::wakeOwner));
    });
  }

  private Optional<ObjectKey> owner(Pod pod) {
    return pod.metadata()
        .controller()
        .filter(owner -> owner.kind().equals(type.kind()))
        .map(owner -> new ObjectKey(pod.metadata().namespace(), owner.name()));
  }

  private void wakeOwner(Pod pod) {
    var owner = owner(pod);
    if (owner.isPresent()) {
      controller.enqueue(owner.get());
    } else if (pod.metadata().controller().isEmpty()) {
      sets.list(pod.metadata().namespace()).stream()
          .filter(set -> set.selector().matches(pod.metadata().labels()))
          .forEach(set -> controller.enqueue(set.key()));
    }
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = sets.get(key);
    if (found.isEmpty()) {
      writes.forget(key);
      refusals.remove(key);
      return Next.done();
    }
    if (!writes.areShown(key)) {
      return Next.done();
    }
    var set = found.get();
    var claim = OwnerClaim.of(set, set.selector(), candidates(set));
    var actions = actions(set, claim);
    if (actions.isEmpty()) {
      refusals.remove(key);
    }
    tell(set, claim.mine());
    owners.settle(set, claim);
    act(set, claim, actions);
    return nextAvailable(set, claim.mine());
  }

  /// Returns the actions for a set; none while pods are being adopted or released.
  private List<Action> actions(O set, OwnerClaim<Pod> claim) {
    return set.metadata().isBeingDeleted() || !claim.isSettled()
        ? List.of()
        : ReplicaPlan.actions(set, claim.mine());
  }

  private void act(O set, OwnerClaim<Pod> claim, List<Action> actions) {
    try {
      actions.forEach(action -> act(set, action));
      refusals.remove(set.key());
    } catch (ApiException refusal) {
      refusals.put(set.key(), refusal.status().message());
      tell(set, claim.mine());
      throw refusal;
    }
  }

  /// Returns the pods that count: neither finished nor being deleted.
  private List<Pod> candidates(O set) {
    return pods.list(set.metadata().namespace()).stream()
        .filter(pod -> !pod.isFinished() && !pod.metadata().isBeingDeleted())
        .toList();
  }

  private void act(O set, Action action) {
    switch (action) {
      case Action.Create(int count) -> {
        for (var i = 0; i < count; i++) {
          create(set);
        }
      }
      case Action.Delete(Pod pod) -> delete(set, pod);
    }
  }

  /// Creates a pod under a name that we choose, to find it if the answer is lost.
  private void create(O set) {
    var name = GeneratedName.of(set.metadata().name() + "-", loop.random());
    var key = new ObjectKey(set.metadata().namespace(), name);
    try {
      writes.create(set.key(), key, pod(set, name));
      var message = "Created pod: " + name;
      events.record(type, set, "Normal", "SuccessfulCreate", message);
    } catch (ApiException refusal) {
      var message = "Error creating: " + refusal.getMessage();
      events.record(type, set, "Warning", "FailedCreate", message);
      throw refusal;
    }
  }

  private Json pod(O set, String name) {
    var tree = JsonFormat.mapper().createObjectNode();
    var template = (ObjectNode) set.template().copy();
    var metadata = tree.putObject("metadata");
    metadata.setAll(template.withObject("/metadata"));
    metadata.put("name", name).put("namespace", set.metadata().namespace());
    metadata.put("generateName", set.metadata().name() + "-");
    metadata.putArray("ownerReferences").add(JsonFormat.tree(OwnerReference.controller(type, set)));
    tree.set("spec", template.path("spec"));
    return Json.of(tree);
  }

  private void delete(O set, Pod pod) {
    writes.delete(set.key(), pod, DeleteOptions.of(pod.metadata().uid()));
    var message = "Deleted pod: " + pod.metadata().name();
    events.record(type, set, "Normal", "SuccessfulDelete", message);
  }

  /// Writes how many pods there are. The cache must have caught up with our writes: readers of the
  /// status must never see too few pods.
  private void tell(O set, List<Pod> owned) {
    var before = set.status().orElse(new ReplicaSet.Status(0, 0, 0, 0, 0, List.of()));
    var refusal = Optional.ofNullable(refusals.get(set.key()));
    var after = ReplicaStatuses.status(set, owned, refusal, loop.now());
    var patch = Patch.status(before, after);
    if (!patch.isEmpty()) {
      client.patch(type, set.key(), patch.ifUid(set.metadata().uid()));
    }
  }

  /// Returns when the next pod will have been ready for long enough.
  private Next nextAvailable(O set, List<Pod> owned) {
    var minReady = Duration.ofSeconds(set.minReadySeconds());
    return owned.stream()
        .flatMap(pod -> ReplicaStatuses.availableAt(pod, minReady).stream())
        .filter(at -> at.isAfter(loop.now()))
        .min(java.util.Comparator.naturalOrder())
        .map(at -> Next.after(Duration.between(loop.now(), at)))
        .orElse(Next.done());
  }
}
