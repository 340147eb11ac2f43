package timonier.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.client.ComponentContext;
import timonier.client.ObjectCache;
import timonier.client.OwnWrites;
import timonier.kit.loop.EventLoop;
import timonier.pods.Node;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ObjectKey;

/// Binds each pending pod of one of its profiles to a node.
///
/// Once it has chosen, it counts the pod as being on the node (*assumes* it), and the binding is
/// written concurrently. The assumption ends when the cache shows the pod bound, or when the
/// binding is known to have failed.
final class Scheduler {

  private final EventLoop loop;
  private final Map<String, Profile> profiles = new TreeMap<>();
  private final ObjectCache<Pod> pods;
  private final ObjectCache<Node> nodes;
  private final ClusterState cluster = new ClusterState();
  private final SchedulingQueue queue = new SchedulingQueue();
  private final SchedulingReports reports;
  private final Binder binder;
  private final OwnWrites<Pod> writes;
  private boolean scheduled;

  /// Makes a scheduler.
  ///
  /// @param profiles the ways of choosing a node
  /// @throws IllegalArgumentException if two of them have one name
  Scheduler(ComponentContext context, List<Profile> profiles) {
    profiles.forEach(this::add);
    this.loop = context.loop();
    this.pods = context.cache(ResourceTypes.PODS);
    this.nodes = context.cache(ResourceTypes.NODES);
    this.reports = new SchedulingReports(loop, context.client());
    this.binder = new Binder(loop, context.client(), reports, new Unbound());
    this.writes = new OwnWrites<>(context, ResourceTypes.PODS, this::settled);
    context.whenSynced(() -> {
      nodes.listen(this::nodeChanged);
      pods.listen(this::podChanged);
    });
  }

  private void add(Profile profile) {
    if (profiles.putIfAbsent(profile.schedulerName(), profile) != null) {
      throw new IllegalArgumentException("duplicate profile " + profile.schedulerName());
    }
  }

  private void nodeChanged(Optional<Node> before, Optional<Node> after) {
    if (after.isPresent()) {
      cluster.update(after.get());
      wake();
    } else {
      before.ifPresent(node -> cluster.removeNode(node.metadata().name()));
    }
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
      cluster.place(pod, pod.spec().nodeName());
      queue.forget(pod.key());
    } else if (isOurs(pod) && !pod.metadata().isBeingDeleted()) {
      queue.add(pod.key());
      wake();
    }
  }

  private boolean isOurs(Pod pod) {
    return profiles.containsKey(pod.spec().schedulerName());
  }

  private void leave(Pod pod) {
    queue.forget(pod.key());
    cluster.remove(pod);
  }

  /// Schedules a task that tries the waiting pods.
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

  private boolean isPending(Pod pod) {
    return isOurs(pod)
        && !pod.spec().isBound()
        && !pod.metadata().isBeingDeleted()
        && !cluster.isPlaced(pod);
  }

  /// Tries to place a pod. An exception here is a bug: the pod is tried again like one that fits
  /// nowhere, and the others still have their turn.
  private void attempt(Pod pod) {
    try {
      schedule(pod);
    } catch (RuntimeException bug) {
      retryLater(pod, true);
      wake();
      throw bug;
    }
  }

  private void schedule(Pod pod) {
    var profile = profiles.get(pod.spec().schedulerName());
    if (profile == null) {
      throw new IllegalStateException(pod.key() + " asks for another scheduler");
    }
    switch (Placement.of(pod, profile, cluster, first(), loop.random()::nextInt)) {
      case Placement.On(var node) -> {
        cluster.place(pod, node);
        binder.bind(pod, node);
      }
      case Placement.Nowhere nowhere -> {
        retryLater(pod, true);
        loop.spawn("report", () -> reports.unschedulable(pod, nowhere.message()));
      }
    }
  }

  /// The index of the node to begin with, so that in a large cluster all nodes have their turn.
  private int first() {
    var all = cluster.nodes().size();
    return all > Candidates.LEAST_ENOUGH ? loop.random().nextInt(all) : 0;
  }

  private void retryLater(Pod pod, boolean unschedulable) {
    var delay = queue.failed(pod.key(), loop.now(), unschedulable);
    loop.after(delay.plus(Duration.ofMillis(1)), this::wake);
  }

  /// Handles pods whose binding failed.
  private final class Unbound implements Binder.Failures {

    @Override
    public void refused(Pod pod) {
      leave(pod);
      retryLater(pod, false);
    }

    /// Keeps the assumption until it is known that the pod has no node.
    @Override
    public void unclear(Pod pod) {
      writes.lost(pod.key(), pod.key());
    }
  }

  /// Called when the cache shows the outcome of a binding.
  private void settled(ObjectKey key) {
    pods.get(key)
        .filter(pod -> !pod.spec().isBound() && cluster.isPlaced(pod))
        .ifPresent(pod -> {
          leave(pod);
          retryLater(pod, false);
        });
  }
}
