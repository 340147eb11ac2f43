package timonier.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.client.Patch;
import timonier.kit.loop.EventLoop;
import timonier.pods.JsonFormat;
import timonier.pods.Lease;
import timonier.pods.MicroTime;
import timonier.pods.Node;
import timonier.pods.ObjectKey;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.ResourceTypes;
import timonier.pods.Taint;

/// Notices nodes that give no sign of life, and marks them so that pods leave.
///
/// A node renews its lease every ten seconds. When the lease has not changed for the grace (40 s
/// unless set otherwise), counted on our own clock from when we last saw it change, the node's
/// conditions become Unknown and it is tainted `unreachable`; a node that says itself that it is
/// not ready is tainted `not-ready` (Kubernetes, "Node controller").
final class NodeHealth implements Reconciler {

  static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  static final String NOT_READY = "node.kubernetes.io/not-ready";

  private static final Duration CHECK = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Client client;
  private final Duration grace;
  private final ObjectCache<Node> nodes;
  private final ObjectCache<Lease> leases;
  private final ObjectCache<Pod> pods;
  private final Map<String, Sign> signs = new HashMap<>();
  private final Controller controller;

  /// The last sign of life of a node, and when we saw it.
  private record Sign(Optional<MicroTime> renewed, Instant seen) {}

  NodeHealth(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.grace = context.settings().nodeMonitorGrace();
    this.nodes = context.cache(ResourceTypes.NODES);
    this.leases = context.cache(ResourceTypes.LEASES);
    this.pods = context.cache(ResourceTypes.PODS);
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
    var lost = isLost(node);
    if (lost) {
      markUnknown(node);
    }
    taint(node, lost);
    if (lost || !node.isReady()) {
      markPods(node);
    }
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

  private void markUnknown(Node node) {
    var status = node.status();
    if (status.isEmpty()) {
      return;
    }
    var conditions = new ArrayList<Node.Condition>();
    for (var condition : status.get().conditions()) {
      conditions.add(
          condition.status().equals("Unknown")
              ? condition
              : new Node.Condition(
                  condition.type(),
                  "Unknown",
                  "NodeStatusUnknown",
                  "Kubelet stopped posting node status.",
                  condition.lastHeartbeatTime(),
                  Optional.of(loop.now())));
    }
    if (!conditions.equals(status.get().conditions())) {
      var body = JsonNodeFactory.instance.objectNode();
      body.putObject("status").set("conditions", JsonFormat.tree(conditions));
      client.patch(
          ResourceTypes.NODES,
          node.key(),
          Patch.merge(body).to("status").ifVersion(node.metadata().resourceVersion()));
    }
  }

  /// Brings the two taints in line with what is known.
  private void taint(Node node, boolean lost) {
    var ready = node.condition("Ready").map(Node.Condition::status).orElse("False");
    var key = lost || ready.equals("Unknown") ? UNREACHABLE : ready.equals("True") ? "" : NOT_READY;
    var wanted = new ArrayList<Taint>();
    for (var taint : node.taints()) {
      var ours = taint.key().equals(UNREACHABLE) || taint.key().equals(NOT_READY);
      if (!ours || taint.key().equals(key)) {
        wanted.add(taint);
      }
    }
    for (var effect : List.of("NoSchedule", "NoExecute")) {
      var present = wanted.stream().anyMatch(t -> t.key().equals(key) && t.effect().equals(effect));
      if (!key.isEmpty() && !present) {
        wanted.add(new Taint(key, "", effect, Optional.of(loop.now())));
      }
    }
    if (!wanted.equals(node.taints())) {
      var body = JsonNodeFactory.instance.objectNode();
      body.putObject("spec").set("taints", JsonFormat.tree(wanted));
      client.patch(
          ResourceTypes.NODES,
          node.key(),
          Patch.merge(body).ifVersion(node.metadata().resourceVersion()));
    }
  }

  /// Pods of a lost node answer nobody: they are no longer ready.
  private void markPods(Node node) {
    for (var pod : pods.list()) {
      if (pod.spec().nodeName().equals(node.metadata().name()) && pod.isReady()) {
        var conditions =
            pod.status().orElseThrow().conditions().stream().map(this::notReady).toList();
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("status").set("conditions", JsonFormat.tree(conditions));
        client.patch(
            ResourceTypes.PODS,
            pod.key(),
            Patch.merge(body)
                .to("status")
                .ifUid(pod.metadata().uid())
                .ifVersion(pod.metadata().resourceVersion()));
      }
    }
  }

  private PodCondition notReady(PodCondition condition) {
    return condition.type().equals("Ready") && condition.isTrue()
        ? new PodCondition(
            "Ready", "False", "NodeNotReady", "", Optional.empty(), Optional.of(loop.now()))
        : condition;
  }
}
