package timonier.apiserver;

import java.util.List;

/// Who asks.
///
/// @param name as in `system:node:node-1`
/// @param groups as in `system:masters`
public record User(String name, List<String> groups) {

  /// The group whose members may do everything.
  public static final String MASTERS = "system:masters";

  /// The group of the kubelets.
  public static final String NODES = "system:nodes";

  /// The group of those who hold a join token.
  public static final String BOOTSTRAPPERS = "system:bootstrappers";

  /// The group of the components that run beside the server.
  public static final String COMPONENTS = "system:components";

  /// The group of all who are known.
  public static final String AUTHENTICATED = "system:authenticated";

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
    return new User("system:node:" + name, List.of(NODES, AUTHENTICATED));
  }

  /// Who holds the token for nodes that want to join.
  public static User bootstrapper(String id) {
    return new User("system:bootstrap:" + id, List.of(BOOTSTRAPPERS, AUTHENTICATED));
  }

  /// The program that it stands for: what it writes carries this name.
  public String program() {
    return name.startsWith("system:node:")
        ? "kubelet"
        : name.startsWith("system:") ? name.substring("system:".length()) : name;
  }

  /// Whether it belongs to a group.
  public boolean isIn(String group) {
    return groups.contains(group);
  }
}
