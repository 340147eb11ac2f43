package timonier.apiserver.requests;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client.
///
/// @param name as in `system:node:node-1`
/// @param uid tells users of one name apart; empty where names are enough
/// @param groups as in `system:masters`
/// @param extra what else is known of them, sorted by keys
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

  /// The key in `extra` under which a client's credential stands, as in `X509SHA256=…` (Kubernetes:
  /// `CredentialIDKey`).
  public static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  /// The group whose members may do everything.
  public static final String MASTERS = "system:masters";

  /// The group of the kubelets.
  public static final String NODES = "system:nodes";

  /// The group of those who hold a join token.
  public static final String BOOTSTRAPPERS = "system:bootstrappers";

  /// The group of the control plane's components.
  public static final String COMPONENTS = "system:components";

  /// The group of all authenticated clients.
  public static final String AUTHENTICATED = "system:authenticated";

  /// Prefix of the name of each kubelet.
  public static final String NODE_PREFIX = "system:node:";

  /// A client; the order of what else is known of it does not matter.
  public User {
    extra = Collections.unmodifiableMap(new TreeMap<>(extra));
  }

  /// A client known by its name only.
  public User(String name, List<String> groups) {
    this(name, "", groups, Map.of());
  }

  /// The same client, with the credential that it showed.
  public User knownBy(String credential) {
    var more = new TreeMap<>(extra);
    more.put(CREDENTIAL_ID, List.of(credential));
    return new User(name, uid, groups, more);
  }

  /// The credential that it showed; empty where that does not matter.
  public String credential() {
    var known = extra.getOrDefault(CREDENTIAL_ID, List.of());
    return known.isEmpty() ? "" : known.getFirst();
  }

  /// Somebody without credentials.
  public static User anonymous() {
    return new User("system:anonymous", List.of("system:unauthenticated"));
  }

  /// The administrator of the cluster.
  public static User admin() {
    return new User("kubernetes-admin", List.of(MASTERS, AUTHENTICATED));
  }

  /// A component of the control plane, as in `kube-scheduler`.
  public static User component(String name) {
    return new User("system:" + name, List.of(COMPONENTS, AUTHENTICATED));
  }

  /// The agent of a node.
  public static User node(String name) {
    return new User(NODE_PREFIX + name, List.of(NODES, AUTHENTICATED));
  }

  /// A holder of a join token.
  public static User bootstrapper(String id) {
    return new User("system:bootstrap:" + id, List.of(BOOTSTRAPPERS, AUTHENTICATED));
  }

  /// The program behind this client, which becomes the default field manager of its writes.
  public String program() {
    return name.startsWith(NODE_PREFIX)
        ? "kubelet"
        : name.startsWith("system:") ? name.substring("system:".length()) : name;
  }

  /// The node whose kubelet this is; empty for all others (Kubernetes: the `NodeIdentifier`).
  public Optional<String> node() {
    return isIn(NODES) && name.startsWith(NODE_PREFIX)
        ? Optional.of(name.substring(NODE_PREFIX.length()))
        : Optional.empty();
  }

  /// Whether it belongs to a group.
  public boolean isIn(String group) {
    return groups.contains(group);
  }
}
