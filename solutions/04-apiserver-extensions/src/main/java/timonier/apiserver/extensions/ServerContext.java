package timonier.apiserver.extensions;

import java.util.List;
import java.util.Optional;
import timonier.apiserver.requests.Transport;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.Part;
import timonier.store.Store;

/// The parts of a server, passed to every factory that plugs into it.
///
/// @param loop for time, chance and watches
/// @param store what it serves
/// @param server sends requests to the server itself
/// @param nodes the connection to kubelets; without it, clients cannot talk to pods
/// @param types the types of objects that it serves, to which others can be added
/// @param parts all parts of the orchestrator
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
