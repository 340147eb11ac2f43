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

  /// Somebody without credentials.
  public static User anonymous() {
    return new User("system:anonymous", List.of("system:unauthenticated"));
  }

  /// A component of the cluster, which may do everything.
  public static User component(String name) {
    return new User("system:" + name, List.of(MASTERS));
  }

  /// Whether it belongs to a group.
  public boolean isIn(String group) {
    return groups.contains(group);
  }
}
