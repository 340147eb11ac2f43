package timonier.deployments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.EventRecorder;
import timonier.client.ObjectCache;
import timonier.client.OwnWrites;
import timonier.client.Patch;
import timonier.controllers.Controller;
import timonier.controllers.Next;
import timonier.controllers.OwnerClaim;
import timonier.controllers.Owners;
import timonier.controllers.Reconciler;
import timonier.controllers.ReplicaSet;
import timonier.deployments.RolloutPlan.Action;
import timonier.deployments.RolloutPlan.Snapshot;
import timonier.kit.loop.EventLoop;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.ObjectKey;

/// Carries out the rollouts of deployments with ReplicaSets.
final class DeploymentReconciler implements Reconciler {

  private final EventLoop loop;
  private final Client client;
  private final ObjectCache<Deployment> deployments;
  private final ObjectCache<ReplicaSet> sets;
  private final ObjectCache<Pod> pods;
  private final EventRecorder events;
  private final Controller controller;
  private final OwnWrites<ReplicaSet> writes;
  private final Owners<Deployment, ReplicaSet> owners;

  DeploymentReconciler(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.deployments = context.cache(Deployment.TYPE);
    this.sets = context.cache(ReplicaSet.TYPE);
    this.pods = context.cache(ResourceTypes.PODS);
    this.events = new EventRecorder(loop, client, "deployment-controller");
    this.controller = new Controller(loop, this);
    this.writes = new OwnWrites<>(context, ReplicaSet.TYPE, controller::enqueue);
    this.owners = new Owners<>(client, Deployment.TYPE, writes);
    context.whenSynced(() -> {
      controller.follow(deployments);
      sets.listen((before, after) -> after.or(() -> before).ifPresent(this::wakeOwner));
      pods.listen((before, after) -> {
        if (after.isEmpty()) {
          before.ifPresent(this::wakeRecreation);
        }
      });
    });
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

  /// Queues a deployment that recreates its pods, as it waits for the last old one to be gone.
  private void wakeRecreation(Pod pod) {
    pod.metadata()
        .controller()
        .flatMap(owner -> sets.get(new ObjectKey(pod.metadata().namespace(), owner.name())))
        .ifPresent(this::wakeOwner);
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = deployments.get(key);
    if (found.isEmpty()) {
      writes.forget(key);
      return Next.done();
    }
    var deployment = found.get();
    if (deployment.metadata().isBeingDeleted() || !writes.areShown(key)) {
      return Next.done();
    }
    var claim = OwnerClaim.of(deployment, deployment.spec().selector(), candidates(deployment));
    if (!claim.isSettled()) {
      owners.settle(deployment, claim);
      return Next.done();
    }
    var snapshot = snapshot(deployment, claim.mine());
    var actions = RolloutPlan.actions(snapshot);
    actions.forEach(action -> act(snapshot, action));
    if (actions.stream().anyMatch(DeploymentReconciler::changesDeployment)) {
      // the snapshot does not show what was just written: a status computed from it would undo that
      return Next.done();
    }
    var status = DeploymentStatuses.status(snapshot, loop.now());
    tell(deployment, status, true);
    return DeploymentStatuses.overdueAt(deployment, status)
        .map(at -> Next.after(Duration.between(loop.now(), at)))
        .orElse(Next.done());
  }

  private List<ReplicaSet> candidates(Deployment deployment) {
    return sets.list(deployment.metadata().namespace()).stream()
        .filter(set -> !set.metadata().isBeingDeleted())
        .toList();
  }

  private Snapshot snapshot(Deployment deployment, List<ReplicaSet> owned) {
    var newest =
        RolloutPlan.byAge(owned).stream()
            .filter(
                set -> PodTemplateHash.same(set.spec().template(), deployment.spec().template()))
            .findFirst();
    var old = owned.stream().filter(set -> newest.filter(set::equals).isEmpty()).toList();
    return new Snapshot(
        deployment, newest, old, deployment.isRecreate() ? pods(deployment, old) : 0);
  }

  /// Returns how many pods of sets have not ended.
  private int pods(Deployment deployment, List<ReplicaSet> sets) {
    var uids = sets.stream().map(set -> set.metadata().uid()).collect(Collectors.toSet());
    return (int)
        pods.list(deployment.metadata().namespace()).stream()
            .filter(pod -> !pod.isFinished())
            .flatMap(pod -> pod.metadata().controller().stream())
            .filter(owner -> uids.contains(owner.uid()))
            .count();
  }

  /// Carries out an action. Adds no pods for a deployment that is gone: its sets may be missing
  /// because they were deleted with it, while their pods still exist.
  private void act(Snapshot snapshot, Action action) {
    if (grows(action) && !owners.isThere(snapshot.deployment())) {
      return;
    }
    var deployment = snapshot.deployment();
    switch (action) {
      case Action.Create(int replicas) -> create(snapshot, replicas);
      case Action.Scale(var set, int replicas) -> scale(deployment, set, replicas);
      case Action.Describe(var set, var annotations, int minReady) ->
          describe(deployment, set, annotations, minReady);
      case Action.Number(long revision) -> number(deployment, revision);
      case Action.Delete(var set) -> delete(deployment, set);
    }
  }

  private static boolean grows(Action action) {
    return switch (action) {
      case Action.Create _ -> true;
      case Action.Scale(var set, int replicas) -> replicas > set.replicas();
      case Action.Describe _, Action.Number _, Action.Delete _ -> false;
    };
  }

  /// Whether an action also writes the deployment, which queues it again.
  private static boolean changesDeployment(Action action) {
    return switch (action) {
      case Action.Create _, Action.Number _ -> true;
      case Action.Scale _, Action.Describe _, Action.Delete _ -> false;
    };
  }

  private void create(Snapshot snapshot, int replicas) {
    var deployment = snapshot.deployment();
    var collisions = deployment.status().flatMap(Deployment.Status::collisionCount).orElse(0);
    var hash = PodTemplateHash.of(deployment.spec().template(), collisions);
    var name = deployment.metadata().name() + "-" + hash;
    var tree = NewReplicaSet.tree(snapshot, hash, replicas);
    var key = new ObjectKey(deployment.metadata().namespace(), name);
    try {
      var set = writes.create(deployment.key(), key, Json.of(tree));
      if (replicas > 0) {
        scaled(deployment, set, 0, replicas);
      }
      tell(deployment, DeploymentStatuses.created(snapshot, name, loop.now()), false);
    } catch (ApiException refusal) {
      if (refusal.is("AlreadyExists")) {
        settleCollision(deployment, key, collisions);
        return;
      }
      var why = refusal.status().message();
      tell(deployment, DeploymentStatuses.notCreated(snapshot, why, loop.now()), false);
      throw refusal;
    }
  }

  /// Called when a set with that name exists: it is ours, and the cache does not show it yet; or
  /// another template has the same hash.
  private void settleCollision(Deployment deployment, ObjectKey key, int collisions) {
    var existing = client.get(ReplicaSet.TYPE, key);
    var uid = deployment.metadata().uid();
    var ours = existing.metadata().controller().filter(o -> o.uid().equals(uid)).isPresent();
    if (ours && PodTemplateHash.same(existing.spec().template(), deployment.spec().template())) {
      writes.await(deployment.key(), existing);
      return;
    }
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("status").put("collisionCount", collisions + 1);
    client.patch(
        Deployment.TYPE, deployment.key(), Patch.merge(body).to("status").ifUnchanged(deployment));
  }

  private void scale(Deployment deployment, ReplicaSet set, int replicas) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("spec").put("replicas", replicas);
    annotate(body, SetDescription.size(deployment));
    write(deployment, set, body);
    if (replicas != set.replicas()) {
      scaled(deployment, set, set.replicas(), replicas);
    }
  }

  private void describe(
      Deployment deployment, ReplicaSet set, Map<String, String> annotations, int minReady) {
    var body = JsonNodeFactory.instance.objectNode();
    annotate(body, annotations);
    if (set.spec().minReadySeconds().orElse(0) != minReady) {
      body.putObject("spec").put("minReadySeconds", minReady);
    }
    write(deployment, set, body);
  }

  /// Writes the revision of a deployment, as an annotation.
  private void number(Deployment deployment, long revision) {
    var body = JsonNodeFactory.instance.objectNode();
    annotate(body, Map.of(SetDescription.REVISION, Long.toString(revision)));
    var patch = Patch.merge(body).to("status").ifUid(deployment.metadata().uid());
    client.patch(Deployment.TYPE, deployment.key(), patch);
  }

  private static void annotate(ObjectNode body, Map<String, String> annotations) {
    annotations.forEach(body.withObject("/metadata/annotations")::put);
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

  /// Changes a set, unless somebody else has changed it since it was read.
  private void write(Deployment deployment, ReplicaSet set, ObjectNode body) {
    writes.patch(deployment.key(), set, Patch.merge(body).ifUnchanged(set));
  }

  private void delete(Deployment deployment, ReplicaSet set) {
    var options = DeleteOptions.of(set.metadata().uid()).propagating("Background");
    writes.delete(deployment.key(), set, options);
  }

  /// Writes the status.
  ///
  /// @param ifNewest whether to write only if the deployment has not changed since it was read
  private void tell(Deployment deployment, Deployment.Status after, boolean ifNewest) {
    var before =
        deployment
            .status()
            .orElse(new Deployment.Status(0, 0, 0, 0, 0, 0, List.of(), Optional.empty()));
    var patch = Patch.status(before, after);
    if (!patch.isEmpty()) {
      var sure =
          ifNewest ? patch.ifUnchanged(deployment) : patch.ifUid(deployment.metadata().uid());
      client.patch(Deployment.TYPE, deployment.key(), sure);
    }
  }
}
