package timonier.junit;

/// The kind of a cluster's containers.
public enum Containers {

  /// Containers are only records: they are ready at once, answer probes, and do nothing else,
  /// whatever their image.
  SIMULATED,

  /// Containers are processes of this machine, in network namespaces of their own if the user may
  /// make them.
  PROCESS
}
