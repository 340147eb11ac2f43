package timonier.apiserver.extensions;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.requests.Transport;
import timonier.kit.loop.EventLoop;
import timonier.pods.Part;
import timonier.store.Store;

/// What a server is made of: given to what parts plug into it.
///
/// @param loop for time, chance and watches
/// @param store what it serves
/// @param server the way into the server
/// @param nodes the way to kubelets; without it, nobody can talk to a pod
/// @param types the types of objects that it serves, to which others can be added
/// @param parts what the orchestrator is made of
public record ServerContext(
    EventLoop loop,
    Store store,
    Transport server,
    Optional<NodeConnection> nodes,
    KindRegistry types,
    List<Part> parts) {

  /// What the parts plug into a port, in their order.
  public <E extends Part.Extension> List<E> extensions(Class<E> port) {
    return Part.extensions(parts, port);
  }
}
