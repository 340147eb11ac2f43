package timonier.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.controllers.NodeHealthPlan.Action;
import timonier.controllers.NodeHealthPlan.Snapshot;
import timonier.kit.loop.EventLoop;
import timonier.pods.Lease;
import timonier.pods.Node;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.MicroTime;
import timonier.pods.objects.ObjectKey;

/// Detects lost nodes, and taints them so that pods leave.
///
/// A node renews its lease every ten seconds. If the lease has not changed for 40 s, unless set
/// otherwise, the node counts as lost; the time is measured on our own clock since we last saw a
/// change. [NodeHealthPlan] decides what follows.
final class NodeHealth implements Reconciler {

  private static final Duration CHECK = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Client client;
  private final Duration grace;
  private final ObjectCache<Node> nodes;
  private final ObjectCache<Lease> leases;
  private final PodsOfNodes pods;
  private final Map<String, Sign> signs = new HashMap<>();
  private final Controller controller;

  /// Taints new nodes, so that no pod is placed there before they are ready (Kubernetes: the
  /// admission plugin `TaintNodesByCondition`).
  record NotReadyYet() implements Admission {
    private static final String EFFECT = "NoSchedule";

    @Override
    public void mutate(Attempt attempt) {
      if (!attempt.type().equals(ResourceTypes.NODES)
          || attempt.operation() != Attempt.Operation.CREATE) {
        return;
      }
      var taints = attempt.change().withObject("/spec").withArray("taints");
      for (var taint : taints) {
        if (taint.path("key").asText().equals(NodeHealthPlan.NOT_READY)
            && taint.path("effect").asText().equals(EFFECT)) {
          return;
        }
      }
      taints.addObject().put("key", NodeHealthPlan.NOT_READY).put("effect", EFFECT);
    }
  }

  /// The last sign of life of a node, and when we saw it.
  private record Sign(Optional<MicroTime> renewed, Instant seen) {}

  NodeHealth(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.grace = context.settings().nodeMonitorGrace();
    this.nodes = context.cache(ResourceTypes.NODES);
    this.leases = context.cache(ResourceTypes.LEASES);
    this.pods = new PodsOfNodes(context.cache(ResourceTypes.PODS));
    this.controller = new Controller(loop, this);
    context.whenSynced(
        () -> nodes.listen((_, after) -> after.ifPresent(node -> controller.enqueue(node.key()))));
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = nodes.get(key);
    if (found.isEmpty()) {
      signs.remove(key.name());
      return Next.done();
    }
    var node = found.get();
    var here = pods.on(node.metadata().name());
    var snapshot = new Snapshot(node, isLost(node), here, loop.now());
    NodeHealthPlan.actions(snapshot).forEach(action -> act(node, action));
    return Next.after(CHECK);
  }

  private boolean isLost(Node node) {
    var name = node.metadata().name();
    var renewed =
        leases
            .get(new ObjectKey("kube-node-lease", name))
            .flatMap(Lease::spec)
            .flatMap(Lease.Spec::renewTime);
    var sign = signs.get(name);
    if (sign == null || !sign.renewed().equals(renewed)) {
      sign = new Sign(renewed, loop.now());
      signs.put(name, sign);
    }
    return sign.seen().plus(grace).isBefore(loop.now());
  }

  private void act(Node node, Action action) {
    var body = JsonNodeFactory.instance.objectNode();
    switch (action) {
      case Action.Conditions(var conditions) -> {
        body.putObject("status").set("conditions", JsonFormat.tree(conditions));
        client.patch(
            ResourceTypes.NODES, node.key(), Patch.merge(body).ifUnchanged(node).to("status"));
      }
      case Action.Taints(var taints) -> {
        body.putObject("spec").set("taints", JsonFormat.tree(taints));
        client.patch(ResourceTypes.NODES, node.key(), Patch.merge(body).ifUnchanged(node));
      }
      case Action.PodConditions(var pod, var conditions) -> {
        body.putObject("status").set("conditions", JsonFormat.tree(conditions));
        client.patch(
            ResourceTypes.PODS, pod.key(), Patch.merge(body).ifUnchanged(pod).to("status"));
      }
    }
  }
}
