package timonier.apiserver;

import java.util.Optional;
import timonier.pods.Part;

/// Decides who may do what. Before chapter 13 the decisions are fixed: see [#fixed].
public interface Authorizer extends Part.Extension {

  /// Why a request is refused; empty if it is allowed.
  Optional<String> refuse(User user, Verb verb, RequestPath path);

  /// Why somebody may not read what is no object; empty if he may. How the server is, and which
  /// version, is for everybody; what it serves is for all who are known; figures and backups are
  /// for administrators.
  default Optional<String> refuse(User user, String path) {
    var allowed =
        switch (path) {
          case "/healthz", "/livez", "/readyz", "/version" -> true;
          case ApiServer.METRICS, ApiServer.BACKUP -> user.isIn(User.MASTERS);
          default -> user.isIn(User.AUTHENTICATED);
        };
    return allowed
        ? Optional.empty()
        : Optional.of("User \"%s\" cannot get path \"%s\"".formatted(user.name(), path));
  }

  /// An administrator may do everything; a node may write its own Node and Lease, its pods' status,
  /// and events, and read what it needs; who holds a join token may ask for a certificate.
  static Authorizer fixed() {
    return (user, verb, path) ->
        isAllowed(user, verb, path) ? Optional.empty() : Optional.of(refusal(user, verb, path));
  }

  private static String refusal(User user, Verb verb, RequestPath path) {
    return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
        .formatted(
            user.name(),
            verb.word(),
            path.resourceName(),
            path.group(),
            path.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace \"" + path.namespace() + "\"");
  }

  private static boolean isAllowed(User user, Verb verb, RequestPath path) {
    if (user.isIn(User.MASTERS) || user.isIn(User.COMPONENTS)) {
      return true;
    }
    if (path.resource().isEmpty()) {
      return !verb.isWrite();
    }
    if (user.isIn(User.BOOTSTRAPPERS)) {
      return path.resource().equals("certificatesigningrequests")
          && path.subresource().isEmpty()
          && (verb == Verb.CREATE || !verb.isWrite());
    }
    return user.isIn(User.NODES) && isAllowedToNode(user, verb, path);
  }

  private static boolean isAllowedToNode(User user, Verb verb, RequestPath path) {
    var reads = !verb.isWrite();
    var own = user.name().equals("system:node:" + path.name());
    return switch (path.resource()) {
      case "nodes" -> reads || verb == Verb.CREATE || own;
      case "leases" -> path.namespace().equals("kube-node-lease") && (verb == Verb.CREATE || own);
      case "pods" ->
          reads
              || verb == Verb.CREATE && path.subresource().isEmpty()
              || verb == Verb.DELETE
              || verb.isWrite() && path.subresource().equals("status");
      case "events" -> verb == Verb.CREATE || verb == Verb.PATCH;
      case "certificatesigningrequests" -> verb == Verb.CREATE || reads;
      case "services", "endpoints", "endpointslices", "namespaces", "configmaps", "secrets" ->
          reads;
      default -> false;
    };
  }
}
