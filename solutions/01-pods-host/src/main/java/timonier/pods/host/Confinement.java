package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import timonier.pods.host.Kernel.Call;

/// What separates a container's program from the host, on Linux as root.
///
/// @param network the file of the network namespace that it joins; empty for the host's
/// @param processes the processes that it sees
/// @param hostname its name for itself
/// @param mounts the host's files that it sees besides programs and libraries, in order
/// @param readOnlyRoot whether it may write only where something is mounted
/// @param identity its user, groups and capabilities
/// @param limits its share of the machine
public record Confinement(
    String network,
    SeenProcesses processes,
    String hostname,
    List<Bind> mounts,
    boolean readOnlyRoot,
    Identity identity,
    Limits limits) {

  /// The processes that a container sees: its own, those of all containers that name the same
  /// space, those of another running container, or all of the host.
  ///
  /// @param kind `OWN`, `SHARED`, `TARGET` or `HOST`
  /// @param space the name of the shared space, or the id of the other container
  public record SeenProcesses(Kind kind, String space) {
    public enum Kind {
      OWN,
      SHARED,
      TARGET,
      HOST
    }
  }

  /// A file or folder of the host that appears in the container.
  ///
  /// @param source its path on the host, without links
  /// @param target its path in the container; made if it is missing
  /// @param readOnly whether it may only be read
  public record Bind(String source, String target, boolean readOnly) {}

  /// The identity of a program.
  ///
  /// @param user its user's number
  /// @param group its group's number
  /// @param groups further groups
  /// @param capabilities its rights if it is root or becomes root: a bit for each
  /// @param canGainPrivileges whether it may gain more rights, by programs that are set up so
  public record Identity(
      long user, long group, List<Long> groups, long capabilities, boolean canGainPrivileges) {

    private static final long DROP_CAPABILITY = 24;
    private static final long GAIN_NOTHING = 38;

    /// More than the kernel has; it refuses the first that it does not have.
    private static final int CAPABILITIES = 64;

    /// Gives this identity to the calling thread, for ever, and to all that it starts.
    public void assume() throws IOException {
      dropCapabilities();
      if (!canGainPrivileges) {
        Kernel.call(Call.PRCTL, GAIN_NOTHING, 1, 0, 0, 0);
      }
      try (var arena = Arena.ofConfined()) {
        var numbers = arena.allocate(ValueLayout.JAVA_INT, groups.size() + 1L);
        for (var i = 0; i < groups.size(); i++) {
          numbers.setAtIndex(ValueLayout.JAVA_INT, i, (int) (long) groups.get(i));
        }
        Kernel.call(Call.SETGROUPS, groups.size(), numbers.address());
      }
      Kernel.call(Call.SETRESGID, group, group, group);
      Kernel.call(Call.SETRESUID, user, user, user);
    }

    private void dropCapabilities() throws IOException {
      for (var number = 0; number < CAPABILITIES; number++) {
        try {
          if ((capabilities >> number & 1) == 0) {
            Kernel.call(Call.PRCTL, DROP_CAPABILITY, number, 0, 0, 0);
          }
        } catch (Kernel.Failure _) {
          return;
        }
      }
    }
  }

  /// A container's share of the machine; 0 stands for no limit.
  ///
  /// @param shares its share of busy processors, in thousandths of one
  /// @param milliCpu the most processor time that it gets
  /// @param memoryBytes the most memory that it gets
  public record Limits(long shares, long milliCpu, long memoryBytes) {
    /// Whether nothing is limited.
    public boolean isNone() {
      return shares == 0 && milliCpu == 0 && memoryBytes == 0;
    }
  }
}
