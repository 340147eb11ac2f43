package timonier.pods.process;

import java.util.List;

/// What separates a container's program from the host, on Linux as root.
///
/// @param network the file of the network namespace that it joins; empty for the host's
/// @param processes which processes it sees
/// @param hostname its name for itself
/// @param mounts what of the host it sees besides programs and libraries, in order
/// @param readOnlyRoot whether it may write only where something is mounted
/// @param identity who it is
/// @param limits what it may use of the machine
record Confinement(
    String network,
    Processes processes,
    String hostname,
    List<Bind> mounts,
    boolean readOnlyRoot,
    Identity identity,
    Limits limits) {

  /// Which processes a container sees: its own, those of all containers that name the same space,
  /// or all of the host.
  ///
  /// @param kind `OWN`, `SHARED` or `HOST`
  /// @param space the name of what is shared
  record Processes(Kind kind, String space) {
    enum Kind {
      OWN,
      SHARED,
      HOST
    }
  }

  /// A file or folder of the host that appears in the container.
  ///
  /// @param source its path on the host, without any link in it
  /// @param target where it appears; made if it is not there
  /// @param readOnly whether it may only be read
  record Bind(String source, String target, boolean readOnly) {}

  /// Who a program is.
  ///
  /// @param user its user's number
  /// @param group its group's number
  /// @param groups further groups
  /// @param capabilities what it may do if it is root, or becomes it: a bit for each
  /// @param canGainPrivileges whether it may become more than it is, by programs that are set up so
  record Identity(
      long user, long group, List<Long> groups, long capabilities, boolean canGainPrivileges) {}

  /// What a container may use; 0 stands for no limit.
  ///
  /// @param shares its part of the processors when they are busy, in thousandths of one
  /// @param milliCpu the most of the processors it gets
  /// @param memoryBytes the most of the memory it gets
  record Limits(long shares, long milliCpu, long memoryBytes) {
    boolean isNone() {
      return shares == 0 && milliCpu == 0 && memoryBytes == 0;
    }
  }
}
