package timonier.deployments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.controllers.Controller;
import timonier.controllers.EventRecorder;
import timonier.controllers.Next;
import timonier.controllers.Reconciler;
import timonier.controllers.ReplicaSet;
import timonier.deployments.RolloutPlan.Action;
import timonier.deployments.RolloutPlan.Snapshot;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.Json;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.OwnerReference;

/// Keeps the ReplicaSets of each deployment as its rollout wants them.
final class DeploymentReconciler implements Reconciler {

  static final String REVISION = "deployment.kubernetes.io/revision";

  /// How soon it looks again whether the cache shows a set that it has created.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Client client;
  private final ObjectCache<Deployment> deployments;
  private final ObjectCache<ReplicaSet> sets;
  private final EventRecorder events;
  private final Controller controller;

  /// For each set that was written: the version that the cache must show before the next decision.
  private final Map<ObjectKey, Long> written = new HashMap<>();

  /// Sets that were created and that the cache does not show yet.
  private final Map<ObjectKey, Created> created = new LinkedHashMap<>();

  /// A set that was created.
  ///
  /// @param deployment the uid of the deployment
  /// @param version the set's version, by which it differs from an older one of the same name; the
  ///   largest number while the answer is not known
  private record Created(String deployment, long version) {}

  DeploymentReconciler(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.deployments = context.cache(Deployment.TYPE);
    this.sets = context.cache(ReplicaSet.TYPE);
    this.events = new EventRecorder(loop, client, "deployment-controller");
    this.controller = new Controller(loop, this);
    context.whenSynced(() -> {
      deployments.listen((_, after) -> after.ifPresent(found -> controller.enqueue(found.key())));
      sets.listen((before, after) -> {
        if (after.isEmpty()) {
          before.ifPresent(set -> written.remove(set.key()));
        }
        after.ifPresent(this::shown);
        after.or(() -> before).ifPresent(this::wakeOwner);
      });
    });
  }

  private void shown(ReplicaSet set) {
    var awaited = created.get(set.key());
    if (awaited != null && version(set) >= awaited.version()) {
      created.remove(set.key());
    }
  }

  private void wakeOwner(ReplicaSet set) {
    var owner = set.metadata().controller().filter(o -> o.kind().equals("Deployment"));
    if (owner.isPresent()) {
      controller.enqueue(new ObjectKey(set.metadata().namespace(), owner.get().name()));
      return;
    }
    deployments.list(set.metadata().namespace()).stream()
        .filter(found -> found.spec().selector().matches(set.metadata().labels()))
        .forEach(found -> controller.enqueue(found.key()));
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = deployments.get(key);
    if (found.isEmpty() || found.get().metadata().isBeingDeleted()) {
      return Next.done();
    }
    var deployment = found.get();
    var owned = owned(deployment);
    if (!owned.stream().allMatch(this::isCurrent)) {
      return Next.done();
    }
    if (awaitsCreated(deployment)) {
      return Next.after(AGAIN);
    }
    var snapshot = snapshot(deployment, owned);
    number(snapshot);
    RolloutPlan.actions(snapshot).forEach(action -> act(snapshot, action));
    tell(snapshot);
    return RolloutPlan.isComplete(snapshot) || deployment.spec().paused()
        ? Next.done()
        : Next.after(Duration.ofSeconds(10));
  }

  /// The sets that the deployment controls; free ones that fit are adopted.
  private List<ReplicaSet> owned(Deployment deployment) {
    return sets.list(deployment.metadata().namespace()).stream()
        .filter(set -> !set.metadata().isBeingDeleted())
        .filter(set -> claim(deployment, set))
        .toList();
  }

  private boolean claim(Deployment deployment, ReplicaSet set) {
    if (set.metadata().controller().isPresent()) {
      return isControlledBy(set, deployment.metadata().uid());
    }
    if (!deployment.spec().selector().matches(set.metadata().labels()) || !isThere(deployment)) {
      return false;
    }
    var owners = new java.util.ArrayList<>(set.metadata().ownerReferences());
    owners.add(OwnerReference.controller(Deployment.TYPE, deployment));
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata").set("ownerReferences", JsonFormat.tree(owners));
    write(set, body);
    return true;
  }

  /// Whether the server still has this deployment, and not another of its name. The cache of sets
  /// may be ahead of that of deployments: sets that went with their deployment are not missing.
  private boolean isThere(Deployment deployment) {
    var live = client.get(Deployment.TYPE, deployment.key());
    return live.metadata().uid().equals(deployment.metadata().uid())
        && !live.metadata().isBeingDeleted();
  }

  /// Whether the cache shows what was last written to a set.
  private boolean isCurrent(ReplicaSet set) {
    return version(set) >= written.getOrDefault(set.key(), 0L);
  }

  /// Whether the cache lacks a set that was created for a deployment, or perhaps created: whoever
  /// decides without it may create another.
  private boolean awaitsCreated(Deployment deployment) {
    var uid = deployment.metadata().uid();
    created.entrySet().stream()
        .filter(entry -> entry.getValue().deployment().equals(uid))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(set -> learnCreated(set, uid));
    return created.values().stream().anyMatch(awaited -> awaited.deployment().equals(uid));
  }

  private void learnCreated(ObjectKey key, String deployment) {
    try {
      var live = client.get(ReplicaSet.TYPE, key);
      if (isControlledBy(live, deployment)) {
        created.put(key, new Created(deployment, version(live)));
        sets.get(key).ifPresent(this::shown);
        return;
      }
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
    }
    created.remove(key);
    written.remove(key);
  }

  private static boolean isControlledBy(ReplicaSet set, String deployment) {
    return set.metadata().controller().filter(o -> o.uid().equals(deployment)).isPresent();
  }

  private static long version(ReplicaSet set) {
    return Long.parseLong(set.metadata().resourceVersion());
  }

  private static Snapshot snapshot(Deployment deployment, List<ReplicaSet> owned) {
    var newest =
        owned.stream()
            .filter(
                set -> PodTemplateHash.same(set.spec().template(), deployment.spec().template()))
            .min(java.util.Comparator.comparing(set -> set.metadata().name()));
    var old = owned.stream().filter(set -> newest.filter(set::equals).isEmpty()).toList();
    return new Snapshot(deployment, newest, old);
  }

  private static long revision(ReplicaSet set) {
    var text = set.metadata().annotations().getOrDefault(REVISION, "0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static long nextRevision(Snapshot snapshot) {
    return snapshot.old().stream().mapToLong(DeploymentReconciler::revision).max().orElse(0) + 1;
  }

  /// Gives the newest set, and the deployment, the number of the revision: one more than any other
  /// set has. A set that is gone back to gets a new number.
  private void number(Snapshot snapshot) {
    if (snapshot.newest().isEmpty()) {
      return;
    }
    var newest = snapshot.newest().get();
    var wanted = Math.max(revision(newest), nextRevision(snapshot));
    if (revision(newest) != wanted) {
      write(newest, annotation(wanted));
    }
    var deployment = snapshot.deployment();
    var told = deployment.metadata().annotations().get(REVISION);
    if (!Long.toString(wanted).equals(told)) {
      var patch = Patch.merge(annotation(wanted)).ifUid(deployment.metadata().uid());
      client.patch(Deployment.TYPE, deployment.key(), patch);
    }
  }

  private static ObjectNode annotation(long revision) {
    var body = JsonNodeFactory.instance.objectNode();
    body.withObject("/metadata/annotations").put(REVISION, Long.toString(revision));
    return body;
  }

  /// Carries out an action. No pod is added for a deployment that is gone: where it seems that sets
  /// are missing, they may have gone with it, while their pods have not yet.
  private void act(Snapshot snapshot, Action action) {
    if (grows(action) && !isThere(snapshot.deployment())) {
      return;
    }
    switch (action) {
      case Action.Create(int replicas) -> create(snapshot, replicas);
      case Action.Scale(var set, int replicas) -> scale(snapshot.deployment(), set, replicas);
      case Action.Delete(var set) -> delete(set);
    }
  }

  private static boolean grows(Action action) {
    return switch (action) {
      case Action.Create _ -> true;
      case Action.Scale(var set, int replicas) -> replicas > set.replicas();
      case Action.Delete _ -> false;
    };
  }

  private void create(Snapshot snapshot, int replicas) {
    var deployment = snapshot.deployment();
    var collisions = deployment.status().flatMap(Deployment.Status::collisionCount).orElse(0);
    var hash = PodTemplateHash.of(deployment.spec().template(), collisions);
    var name = deployment.metadata().name() + "-" + hash;
    var tree = NewReplicaSet.tree(deployment, hash, replicas, nextRevision(snapshot));
    var key = new ObjectKey(deployment.metadata().namespace(), name);
    try {
      var set = client.create(ReplicaSet.TYPE, key.namespace(), Json.of(tree));
      await(deployment, set);
      scaled(deployment, set, 0, replicas);
    } catch (ApiException refusal) {
      if (refusal.is("AlreadyExists")) {
        settleCollision(deployment, key, collisions);
        return;
      }
      if (refusal.code() >= 500) {
        created.put(key, new Created(deployment.metadata().uid(), Long.MAX_VALUE));
      }
      throw refusal;
    }
  }

  /// Decides nothing more until the cache shows a set.
  private void await(Deployment deployment, ReplicaSet set) {
    written.put(set.key(), version(set));
    created.put(set.key(), new Created(deployment.metadata().uid(), version(set)));
  }

  /// A set of that name exists: it is ours and only new to the cache, or another template has taken
  /// the hash.
  private void settleCollision(Deployment deployment, ObjectKey key, int collisions) {
    var existing = client.get(ReplicaSet.TYPE, key);
    var ours = isControlledBy(existing, deployment.metadata().uid());
    if (ours && PodTemplateHash.same(existing.spec().template(), deployment.spec().template())) {
      await(deployment, existing);
      return;
    }
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("status").put("collisionCount", collisions + 1);
    client.patch(
        Deployment.TYPE,
        deployment.key(),
        Patch.merge(body).to("status").ifVersion(deployment.metadata().resourceVersion()));
  }

  private void scale(Deployment deployment, ReplicaSet set, int replicas) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("spec").put("replicas", replicas);
    body.withObject("/metadata/annotations")
        .put(NewReplicaSet.DESIRED, Integer.toString(deployment.replicas()));
    write(set, body);
    scaled(deployment, set, set.replicas(), replicas);
  }

  private void scaled(Deployment deployment, ReplicaSet set, int from, int to) {
    events.record(
        Deployment.TYPE,
        deployment,
        "Normal",
        "ScalingReplicaSet",
        "Scaled %s replica set %s from %d to %d"
            .formatted(to > from ? "up" : "down", set.metadata().name(), from, to));
  }

  /// Changes a set that nobody else has changed since it was read. If the answer is lost, nothing
  /// more is decided until the cache shows how it ended.
  private void write(ReplicaSet set, ObjectNode body) {
    var patch =
        Patch.merge(body).ifUid(set.metadata().uid()).ifVersion(set.metadata().resourceVersion());
    try {
      written.put(set.key(), version(client.patch(ReplicaSet.TYPE, set.key(), patch)));
    } catch (ApiException refusal) {
      if (refusal.code() >= 500) {
        written.put(set.key(), Long.MAX_VALUE);
        learn(set);
      }
      throw refusal;
    }
  }

  /// Finds out how a write ended whose answer was lost. If it was never done, the cache will show
  /// nothing new, so the deployment is looked at again for that.
  private void learn(ReplicaSet set) {
    loop.after(
        Duration.ofSeconds(1),
        () -> {
          try {
            written.put(set.key(), version(client.get(ReplicaSet.TYPE, set.key())));
            wakeOwner(set);
          } catch (ApiException refusal) {
            if (refusal.is("NotFound")) {
              written.remove(set.key());
              wakeOwner(set);
            } else {
              learn(set);
            }
          }
        });
  }

  private void delete(ReplicaSet set) {
    var options = DeleteOptions.of(set.metadata().uid()).propagating("Background");
    try {
      client.delete(ReplicaSet.TYPE, set.key(), options);
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
    }
  }

  private void tell(Snapshot snapshot) {
    var deployment = snapshot.deployment();
    var before =
        deployment
            .status()
            .orElse(new Deployment.Status(0, 0, 0, 0, 0, 0, List.of(), Optional.empty()));
    var after = DeploymentStatuses.status(snapshot, loop.now());
    var patch = Patch.status(before, after);
    if (!patch.isEmpty()) {
      client.patch(Deployment.TYPE, deployment.key(), patch.ifUid(deployment.metadata().uid()));
    }
  }
}
