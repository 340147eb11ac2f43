package timonier.client;

import java.util.List;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kubelet.ports.PodSource;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;

/// Delivers the pods that are bound to one node, from the API server.
public final class ApiPodSource implements PodSource {

  private final ObjectCache<Pod> pods = new ObjectCache<>();
  private final EventLoop loop;

  /// Follows the pods that are bound to a node.
  public ApiPodSource(EventLoop loop, Client client, String node) {
    this.loop = loop;
    var mine = ListOptions.all().withFields("spec.nodeName=" + node).from("0");
    var _ = new Reflector<>(loop, client, ResourceTypes.PODS, mine, pods);
  }

  @Override
  public Cancellable subscribe(Consumer<List<Pod>> listener) {
    loop.run(() ->
        pods.onSynced(() -> {
          listener.accept(pods.list());
          pods.listen((_, _) -> listener.accept(pods.list()));
        }));
    return () -> {};
  }
}
