package timonier.apiserver;

import java.util.List;
import java.util.Optional;
import timonier.pods.Part;

/// Decides who may do what. Before chapter 13 the decisions are fixed: see [#fixed].
public interface Authorizer extends Part.Extension {

  /// Why a request is refused; empty if it is allowed.
  Optional<String> refuse(User user, String verb, RequestPath path);

  /// An administrator may do everything; a node may write its own Node and Lease, its pods' status,
  /// and events, and read what it needs; who holds a join token may ask for a certificate.
  static Authorizer fixed() {
    return (user, verb, path) ->
        isAllowed(user, verb, path)
            ? Optional.empty()
            : Optional.of(
                "User \"%s\" cannot %s resource \"%s\" in API group \"%s\""
                    .formatted(user.name(), verb, path.resourceName(), path.group()));
  }

  private static boolean isAllowed(User user, String verb, RequestPath path) {
    if (user.isIn(User.MASTERS) || path.resource().isEmpty()) {
      return true;
    }
    var reads = List.of("get", "list", "watch").contains(verb);
    if (user.isIn(User.BOOTSTRAPPERS)) {
      return path.resource().equals("certificatesigningrequests")
          && (verb.equals("create") || verb.equals("get"));
    }
    return user.isIn(User.NODES) && isAllowedToNode(user, verb, path, reads);
  }

  private static boolean isAllowedToNode(User user, String verb, RequestPath path, boolean reads) {
    var own = user.name().equals("system:node:" + path.name());
    return switch (path.resource()) {
      case "nodes" -> reads || verb.equals("create") || own;
      case "leases" -> path.namespace().equals("kube-node-lease") && (verb.equals("create") || own);
      case "pods" ->
          reads
              || verb.equals("delete")
              || (verb.equals("patch") && path.subresource().equals("status"));
      case "events" -> verb.equals("create") || verb.equals("patch");
      case "services", "endpoints", "endpointslices", "namespaces", "configmaps", "secrets" ->
          reads;
      default -> false;
    };
  }
}
