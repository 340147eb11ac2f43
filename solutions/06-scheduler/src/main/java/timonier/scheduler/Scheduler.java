package timonier.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.EventRecorder;
import timonier.client.ObjectCache;
import timonier.client.OwnWrites;
import timonier.client.Patch;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;
import timonier.pods.JsonFormat;
import timonier.pods.Node;
import timonier.pods.ObjectKey;
import timonier.pods.Pod;
import timonier.pods.PodCondition;
import timonier.pods.ResourceTypes;

/// Gives each pending pod a node.
///
/// Once it has chosen, it counts the pod as being on the node (*assumes* it) and writes the binding
/// beside its other work. The assumption ends when the cache shows the pod bound, or when it is
/// known that it was not.
final class Scheduler {

  private static final String NAME = "default-scheduler";

  private final EventLoop loop;
  private final Client client;
  private final ObjectCache<Pod> pods;
  private final ObjectCache<Node> nodes;
  private final Map<String, NodeState> states = new TreeMap<>();
  private final Map<String, String> whereabouts = new HashMap<>();

  /// Pods on nodes that are not known, by node and identity.
  private final Map<String, Map<String, Pod>> strays = new HashMap<>();

  /// All nodes in the order of their names; empty where that has to be made anew.
  private List<NodeState> order = List.of();

  private final EventRecorder events;
  private final OwnWrites<Pod> writes;
  private final SchedulingQueue queue = new SchedulingQueue();
  private boolean scheduled;

  Scheduler(ComponentContext context) {
    this.loop = context.loop();
    this.client = context.client();
    this.pods = context.cache(ResourceTypes.PODS);
    this.nodes = context.cache(ResourceTypes.NODES);
    this.events = new EventRecorder(loop, client, NAME);
    this.writes = new OwnWrites<>(context, ResourceTypes.PODS, this::settled);
    context.whenSynced(() -> {
      nodes.listen(this::nodeChanged);
      pods.listen(this::podChanged);
    });
  }

  private void nodeChanged(Optional<Node> before, Optional<Node> after) {
    if (after.isEmpty()) {
      before.ifPresent(node -> remove(node.metadata().name()));
      return;
    }
    var node = after.get();
    var known = states.get(node.metadata().name());
    if (known == null) {
      add(node);
    } else {
      known.update(node);
    }
    wake();
  }

  private void add(Node node) {
    var name = node.metadata().name();
    var state = new NodeState(node);
    states.put(name, state);
    order = List.of();
    strays.getOrDefault(name, Map.of()).values().forEach(state::add);
    strays.remove(name);
  }

  private void remove(String node) {
    var state = states.remove(node);
    order = List.of();
    if (state != null) {
      state.pods().forEach(pod -> stray(pod, node));
    }
  }

  private void stray(Pod pod, String node) {
    strays.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(pod.metadata().uid(), pod);
  }

  private void podChanged(Optional<Pod> before, Optional<Pod> after) {
    before
        .filter(
            old -> after.filter(now -> now.metadata().uid().equals(old.metadata().uid())).isEmpty())
        .ifPresent(this::leave);
    if (after.isEmpty()) {
      wake();
      return;
    }
    var pod = after.get();
    if (pod.isFinished()) {
      leave(pod);
      wake();
    } else if (pod.spec().isBound()) {
      place(pod, pod.spec().nodeName());
      queue.forget(pod.key());
    } else if (pod.spec().schedulerName().equals(NAME) && !pod.metadata().isBeingDeleted()) {
      queue.add(pod.key());
      wake();
    }
  }

  private void place(Pod pod, String node) {
    var before = whereabouts.put(pod.metadata().uid(), node);
    if (before != null && !before.equals(node)) {
      leave(pod.metadata().uid(), before);
    }
    var state = states.get(node);
    if (state == null) {
      stray(pod, node);
    } else {
      state.add(pod);
    }
  }

  private void leave(Pod pod) {
    queue.forget(pod.key());
    var node = whereabouts.remove(pod.metadata().uid());
    if (node != null) {
      leave(pod.metadata().uid(), node);
    }
  }

  private void leave(String uid, String node) {
    var state = states.get(node);
    if (state != null) {
      state.remove(uid);
    }
    var others = strays.get(node);
    if (others != null && others.remove(uid) != null && others.isEmpty()) {
      strays.remove(node);
    }
  }

  /// Tries pods that wait, in a task of its own.
  private void wake() {
    queue.retry(loop.now());
    if (!scheduled) {
      scheduled = true;
      loop.run(this::work);
    }
  }

  private void work() {
    scheduled = false;
    for (var next = queue.next(); next.isPresent(); next = queue.next()) {
      pods.get(next.get()).filter(this::isPending).ifPresent(this::attempt);
    }
  }

  /// A pod of which nothing can be decided is a bug; it is tried again like one that fits nowhere,
  /// and the others have their turn all the same.
  private void attempt(Pod pod) {
    try {
      schedule(pod);
    } catch (RuntimeException bug) {
      retryLater(pod, true);
      wake();
      throw bug;
    }
  }

  private boolean isPending(Pod pod) {
    return !pod.spec().isBound()
        && !pod.metadata().isBeingDeleted()
        && !whereabouts.containsKey(pod.metadata().uid());
  }

  private void schedule(Pod pod) {
    if (order.size() != states.size()) {
      order = List.copyOf(states.values());
    }
    switch (Placement.of(pod, order, first(), loop.random()::nextInt)) {
      case Placement.On(var node) -> {
        place(pod, node);
        loop.spawn("bind", () -> bind(pod, node));
      }
      case Placement.Nowhere nowhere -> {
        retryLater(pod, true);
        loop.spawn("report", () -> report(pod, nowhere.message()));
      }
    }
  }

  /// Where to begin to look, so that of many nodes all have their turn.
  private int first() {
    return order.size() > Placement.LEAST_ENOUGH ? loop.random().nextInt(order.size()) : 0;
  }

  private void retryLater(Pod pod, boolean unschedulable) {
    var delay = queue.failed(pod.key(), loop.now(), unschedulable);
    loop.after(delay.plus(Duration.ofMillis(1)), this::wake);
  }

  private void bind(Pod pod, String node) {
    try {
      client.bind(pod.key(), pod.metadata().uid(), node);
    } catch (ApiException refusal) {
      loop.run(() -> unbound(pod, OwnWrites.isUnclear(refusal)));
      return;
    } catch (RuntimeException bug) {
      loop.run(() -> unbound(pod, true));
      throw bug;
    }
    var message = "Successfully assigned %s to %s".formatted(pod.key(), node);
    events.record(ResourceTypes.PODS, pod, "Normal", "Scheduled", message);
  }

  /// The binding was refused, or nobody knows. Until it is known that the pod has no node, it
  /// counts as being where we wanted it.
  private void unbound(Pod pod, boolean isUnclear) {
    if (isUnclear) {
      writes.lost(pod.key(), pod.key());
    } else {
      leave(pod);
      retryLater(pod, false);
    }
  }

  /// The cache shows what became of a binding.
  private void settled(ObjectKey key) {
    pods.get(key)
        .filter(pod -> !pod.spec().isBound() && whereabouts.containsKey(pod.metadata().uid()))
        .ifPresent(pod -> {
          leave(pod);
          retryLater(pod, false);
        });
  }

  /// Tells people why a pod waits: in its condition `PodScheduled`.
  private void report(Pod pod, String message) {
    var told = pod.condition("PodScheduled").filter(c -> c.message().equals(message)).isPresent();
    if (told) {
      return;
    }
    var condition =
        new PodCondition(
            "PodScheduled",
            "False",
            "Unschedulable",
            message,
            Optional.empty(),
            Optional.of(loop.now().truncatedTo(ChronoUnit.SECONDS)));
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("status").putArray("conditions").add(JsonFormat.tree(condition));
    try {
      client.patch(
          ResourceTypes.PODS,
          pod.key(),
          Patch.strategic(body).to("status").ifUid(pod.metadata().uid()));
      events.record(ResourceTypes.PODS, pod, "Warning", "FailedScheduling", message);
    } catch (ApiException _) {
      // nothing depends on the report; the next attempt makes another
    }
  }
}
