package timonier.assembly;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import timonier.client.ListOptions;
import timonier.client.ObjectCache;
import timonier.client.Reflector;
import timonier.pods.Lease;
import timonier.pods.Node;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.MicroTime;
import timonier.pods.objects.ObjectKey;

/// Waits until the nodes of a cluster are ready.
///
/// In the store a stopped node may still be *ready*, so a node that was just started counts only
/// after a heartbeat since then.
final class ReadyNodes {

  private static final String LEASES = "kube-node-lease";

  private final ObjectCache<Node> nodes = new ObjectCache<>();
  private final ObjectCache<Lease> leases = new ObjectCache<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final int wanted;
  private final Set<String> started;
  private final Instant since;

  /// @param wanted how many nodes must be ready
  /// @param started the names of those that were just started
  /// @param since when they were started
  ReadyNodes(int wanted, Set<String> started, Instant since) {
    this.wanted = wanted;
    this.started = started;
    this.since = since;
  }

  /// Waits until they are ready.
  ///
  /// @return false if that took longer than the limit
  boolean await(ControlPlane plane, Duration limit) {
    var loop = plane.loops().loop("up");
    var client = plane.client("up");
    var _ = new Reflector<>(loop, client, ResourceTypes.NODES, ListOptions.all(), nodes);
    var _ = new Reflector<>(loop, client, ResourceTypes.LEASES, ListOptions.in(LEASES), leases);
    loop.run(() -> {
      nodes.onSynced(this::look);
      leases.onSynced(this::look);
      nodes.listen((_, _) -> look());
      leases.listen((_, _) -> look());
    });
    try {
      return ready.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    } finally {
      loop.close();
    }
  }

  private void look() {
    if (nodes.list().stream().filter(this::isReady).count() >= wanted) {
      ready.countDown();
    }
  }

  private boolean isReady(Node node) {
    var name = node.metadata().name();
    return node.isReady() && (!started.contains(name) || hasRenewed(name));
  }

  private boolean hasRenewed(String node) {
    return leases
        .get(new ObjectKey(LEASES, node))
        .flatMap(Lease::spec)
        .flatMap(Lease.Spec::renewTime)
        .map(MicroTime::instant)
        .filter(renewed -> !renewed.isBefore(since))
        .isPresent();
  }
}
