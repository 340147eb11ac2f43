package timonier.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Attempt;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.DeleteOptions;
import timonier.client.EventRecorder;
import timonier.client.ObjectCache;
import timonier.kit.loop.EventLoop;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.Taint;
import timonier.pods.Toleration;
import timonier.pods.objects.ObjectKey;

/// Deletes pods from nodes whose `NoExecute` taints they do not tolerate, or no longer tolerate,
/// and pods of nodes that no longer exist. Source: Kubernetes, "Taints and Tolerations".
final class TaintEviction implements Reconciler {

  /// Practically for ever, in seconds, but small enough to add to a date.
  private static final long FOREVER = 1_000_000_000;

  private final EventLoop loop;
  private final Client client;
  private final ObjectCache<Node> nodes;
  private final ObjectCache<Pod> pods;
  private final EventRecorder events;
  private final TaintAges ages = new TaintAges();

  TaintEviction(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.nodes = context.cache(ResourceTypes.NODES);
    this.pods = context.cache(ResourceTypes.PODS);
    this.events = new EventRecorder(loop, client, "taint-eviction-controller");
    var podsOfNodes = new PodsOfNodes(pods);
    var controller = new Controller(loop, this);
    context.whenSynced(() -> {
      pods.listen((_, after) -> after.ifPresent(pod -> controller.enqueue(pod.key())));
      nodes.listen((before, after) -> {
        after.ifPresentOrElse(
            node -> ages.see(node, loop.now()),
            () -> before.ifPresent(gone -> ages.forget(gone.metadata().name())));
        after
            .or(() -> before)
            .ifPresent(node ->
                podsOfNodes
                    .on(node.metadata().name())
                    .forEach(pod -> controller.enqueue(pod.key())));
      });
    });
  }

  @Override
  public Next reconcile(ObjectKey key) {
    var found = pods.get(key).filter(pod -> pod.spec().isBound());
    if (found.isEmpty()) {
      return Next.done();
    }
    var pod = found.get();
    var node = nodes.get(ObjectKey.of(pod.spec().nodeName()));
    if (node.isEmpty()) {
      return removeOfLostNode(pod);
    }
    if (pod.metadata().isBeingDeleted()) {
      return Next.done();
    }
    var due = deadline(pod, ages.dated(node.get()), loop.now());
    if (due.isEmpty()) {
      return Next.done();
    }
    if (due.get().isAfter(loop.now())) {
      return Next.after(Duration.between(loop.now(), due.get()));
    }
    events.record(
        ResourceTypes.PODS,
        pod,
        "Normal",
        "TaintManagerEviction",
        "Marking for deletion Pod " + key);
    client.remove(ResourceTypes.PODS, key, DeleteOptions.of(pod.metadata().uid()));
    return Next.done();
  }

  /// Returns when a pod must leave because of its node's taints; empty if it may stay.
  static Optional<Instant> deadline(Pod pod, List<Taint> taints, Instant now) {
    Optional<Instant> earliest = Optional.empty();
    for (var taint : taints) {
      if (taint.effect().equals("NoExecute")) {
        var leave = deadline(pod, taint, now);
        if (leave.isPresent() && earliest.filter(e -> !e.isAfter(leave.get())).isEmpty()) {
          earliest = leave;
        }
      }
    }
    return earliest;
  }

  private static Optional<Instant> deadline(Pod pod, Taint taint, Instant now) {
    var tolerations = pod.spec().tolerations().stream().filter(t -> t.tolerates(taint)).toList();
    if (tolerations.isEmpty()) {
      return Optional.of(now);
    }
    return tolerations.stream()
        .flatMap(toleration -> toleration.tolerationSeconds().stream())
        .min(Long::compare)
        .map(seconds -> Math.clamp(seconds, 0, FOREVER))
        .map(seconds -> taint.timeAdded().orElse(now).plusSeconds(seconds));
  }

  /// Removes a pod at once if its node is gone, as no kubelet will ever stop its containers. Asks
  /// the server for the node first, since our cache may be out of date.
  private Next removeOfLostNode(Pod pod) {
    if (client.find(ResourceTypes.NODES, ObjectKey.of(pod.spec().nodeName())).isPresent()) {
      return Next.after(Duration.ofSeconds(5));
    }
    var options = DeleteOptions.of(pod.metadata().uid()).within(0);
    client.remove(ResourceTypes.PODS, pod.key(), options);
    return Next.done();
  }

  /// Makes each pod tolerate a node that is not ready or not reachable for five minutes, unless it
  /// has such tolerations itself (Kubernetes: admission `DefaultTolerationSeconds`).
  record DefaultTolerations() implements Admission {
    private static final int SECONDS = 300;

    @Override
    public void mutate(Attempt attempt) {
      var isWrite =
          switch (attempt.operation()) {
            case CREATE, UPDATE -> attempt.subresource().isEmpty();
            case DELETE, CONNECT -> false;
          };
      if (!isWrite
          || !attempt.type().equals(ResourceTypes.PODS)
          || !(attempt.change().path("spec") instanceof ObjectNode spec)) {
        return;
      }
      for (var key : List.of(NodeHealthPlan.NOT_READY, NodeHealthPlan.UNREACHABLE)) {
        var taint = new Taint(key, "", "NoExecute", Optional.empty());
        var tolerated = false;
        for (var toleration : spec.path("tolerations")) {
          tolerated |=
              timonier.pods.objects.JsonFormat.read(toleration, Toleration.class).tolerates(taint);
        }
        if (!tolerated) {
          ArrayNode tolerations = spec.withArray("tolerations");
          tolerations
              .addObject()
              .put("key", key)
              .put("operator", "Exists")
              .put("effect", "NoExecute")
              .put("tolerationSeconds", SECONDS);
        }
      }
    }
  }
}
