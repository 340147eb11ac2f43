package timonier.pods.runtime;

/// Which processes a container sees.
public enum PidScope {
  /// Its own.
  CONTAINER,
  /// Those of all containers of its pod.
  POD,
  /// All of the node.
  NODE
}
