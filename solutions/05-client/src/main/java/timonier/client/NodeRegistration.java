package timonier.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.node.NodeStatuses;
import timonier.kubelet.node.NodeStatuses.Knowledge;
import timonier.pods.Lease;
import timonier.pods.Node;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.MicroTime;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.OwnerReference;

/// Registers a node with the cluster, and keeps renewing its lease.
///
/// The lease, renewed every ten seconds unless set otherwise, says that the node is alive. The
/// status is written when it changes, and at least every five minutes (Kubernetes:
/// `nodeStatusReportFrequency`).
public final class NodeRegistration {

  private static final String LEASES = "kube-node-lease";

  /// How often the lease is renewed: a quarter of the time after which a silent node counts as lost
  /// (Kubernetes: 10 s of 40 s).
  public static final Duration RENEWAL = Duration.ofSeconds(10);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int LEASE_SECONDS = 40;
  private static final int REPORT_EVERY = 30;

  private final EventLoop loop;
  private final Client client;
  private final Knowledge known;
  private final Duration renewal;
  private int beats;

  /// Starts to register a node.
  ///
  /// @param renewal how often the lease is renewed
  public NodeRegistration(EventLoop loop, Client client, Knowledge known, Duration renewal) {
    this.loop = loop;
    this.client = client;
    this.known = known;
    this.renewal = renewal;
    loop.run(this::beat);
  }

  private void beat() {
    loop.spawn(
        "heartbeat",
        () -> {
          try {
            var node = register();
            renew(node);
            var status = status(node);
            if (beats % REPORT_EVERY == 0 || NodeStatuses.isNews(status, node)) {
              report(node, status);
            }
            beats++;
            loop.after(renewal, this::beat);
          } catch (ApiException refusal) {
            loop.after(RETRY, this::beat);
          } catch (RuntimeException bug) {
            loop.after(RETRY, this::beat);
            throw bug;
          }
        });
  }

  /// Returns the node's object, and creates it if it is not there.
  private Node register() {
    var key = ObjectKey.of(known.name());
    try {
      return client.get(ResourceTypes.NODES, key);
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
    }
    var metadata = ObjectMeta.of("", known.name()).withLabels(NodeStatuses.labels(known));
    var node =
        client.create(ResourceTypes.NODES, new Node(metadata, Optional.empty(), Optional.empty()));
    report(node, status(node));
    return node;
  }

  private Node.Status status(Node node) {
    var usage = known.usage().get();
    return NodeStatuses.status(known, usage, node.status(), Optional.empty(), loop.now());
  }

  private void report(Node node, Node.Status status) {
    var body = JsonNodeFactory.instance.objectNode();
    body.set("status", JsonFormat.tree(status));
    client.patch(ResourceTypes.NODES, node.key(), Patch.strategic(body).to("status"));
  }

  private void renew(Node node) {
    var key = new ObjectKey(LEASES, known.name());
    var now = Optional.of(new MicroTime(loop.now()));
    var spec =
        new Lease.Spec(
            known.name(), Optional.of(LEASE_SECONDS), Optional.empty(), now, Optional.empty());
    var body = JsonNodeFactory.instance.objectNode();
    body.set("spec", JsonFormat.tree(spec));
    try {
      client.patch(ResourceTypes.LEASES, key, Patch.merge(body));
    } catch (ApiException refusal) {
      if (!refusal.is("NotFound")) {
        throw refusal;
      }
      var owner =
          new OwnerReference(
              "v1",
              "Node",
              known.name(),
              node.metadata().uid(),
              Optional.empty(),
              Optional.empty());
      var metadata = ObjectMeta.of(LEASES, known.name()).withOwners(List.of(owner));
      client.create(ResourceTypes.LEASES, new Lease(metadata, Optional.of(spec)));
    }
  }
}
