package timonier.junit;

/// What runs the containers of a cluster.
public enum Containers {

  /// Containers are records: they are ready at once, answer probes, and do nothing. Any image will
  /// do.
  SIMULATED,

  /// Containers are processes of this machine, in network namespaces of their own where the user
  /// may make them.
  PROCESS
}
