package timonier.pods.host;

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
public record Confinement(
    String network,
    Processes processes,
    String hostname,
    List<Bind> mounts,
    boolean readOnlyRoot,
    Identity identity,
    Limits limits) {

  /// Which processes a container sees: its own, those of all containers that name the same space,
  /// those of another container that runs, or all of the host.
  ///
  /// @param kind `OWN`, `SHARED`, `TARGET` or `HOST`
  /// @param space the name of what is shared, or the id of that other container
  public record Processes(Kind kind, String space) {
    public enum Kind {
      OWN,
      SHARED,
      TARGET,
      HOST
    }
  }

  /// A file or folder of the host that appears in the container.
  ///
  /// @param source its path on the host, without any link in it
  /// @param target where it appears; made if it is not there
  /// @param readOnly whether it may only be read
  public record Bind(String source, String target, boolean readOnly) {}

  /// Who a program is.
  ///
  /// @param user its user's number
  /// @param group its group's number
  /// @param groups further groups
  /// @param capabilities what it may do if it is root, or becomes it: a bit for each
  /// @param canGainPrivileges whether it may become more than it is, by programs that are set up so
  public record Identity(
      long user, long group, List<Long> groups, long capabilities, boolean canGainPrivileges) {}

  /// What a container may use; 0 stands for no limit.
  ///
  /// @param shares its part of the processors when they are busy, in thousandths of one
  /// @param milliCpu the most of the processors it gets
  /// @param memoryBytes the most of the memory it gets
  public record Limits(long shares, long milliCpu, long memoryBytes) {
    /// Whether nothing is limited.
    public boolean isNone() {
      return shares == 0 && milliCpu == 0 && memoryBytes == 0;
    }
  }
}
