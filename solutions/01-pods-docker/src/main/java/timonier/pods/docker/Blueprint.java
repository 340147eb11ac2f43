package timonier.pods.docker;

import java.util.List;
import java.util.Map;

/// A container to create on the engine.
///
/// @param name its name, unique on an engine
/// @param image its image
/// @param entrypoint replaces the image's program if not empty
/// @param arguments replace the image's arguments if not empty
/// @param workingDir the folder in which it starts; empty for the image's choice
/// @param env its environment
/// @param labels its labels
/// @param binds the folders of the host that it sees
/// @param sharing the namespaces that it shares with others
/// @param terminal its input and terminal
/// @param limits its share of the machine
/// @param security its program's identity and rights
public record Blueprint(
    String name,
    String image,
    List<String> entrypoint,
    List<String> arguments,
    String workingDir,
    Map<String, String> env,
    Map<String, String> labels,
    List<Bind> binds,
    Sharing sharing,
    Terminal terminal,
    Limits limits,
    Security security) {

  /// A folder of the host, mounted in a container.
  ///
  /// @param hostPath its path on the host
  /// @param containerPath its path in the container
  /// @param readOnly whether the container may only read it
  public record Bind(String hostPath, String containerPath, boolean readOnly) {}

  /// The namespaces that a container shares.
  ///
  /// @param network its network; `container:ID` for that of another container
  /// @param ipc `shareable`, or `container:ID` for the shared memory of another container
  /// @param hostname its name for itself; empty if it shares another's network
  /// @param pids `host`, or `container:ID` for the processes of another container; empty for its
  ///   own
  public record Sharing(String network, String ipc, String hostname, String pids) {}

  /// The user and groups of a container's program, and its capabilities.
  ///
  /// @param user its user, or user and group, as in `1000:2000`; empty for the image's choice
  /// @param groups further groups
  /// @param privileged whether it has all rights of root
  /// @param added capabilities besides the usual ones
  /// @param dropped usual capabilities that it does not have
  /// @param readOnlyRoot whether it may write only where something is mounted
  /// @param canGainPrivileges whether it may gain more rights
  public record Security(
      String user,
      List<String> groups,
      boolean privileged,
      List<String> added,
      List<String> dropped,
      boolean readOnlyRoot,
      boolean canGainPrivileges) {}

  /// The input and terminal of a container.
  ///
  /// @param stdin whether it has an input
  /// @param stdinOnce whether its input ends when the first client that writes to it leaves
  /// @param tty whether it has a terminal
  public record Terminal(boolean stdin, boolean stdinOnce, boolean tty) {}

  /// A container's share of the machine; 0 stands for no limit.
  ///
  /// @param requestedMilliCpu its share of busy processors
  /// @param milliCpu the most processor time that it gets
  /// @param memoryBytes the most memory that it gets
  public record Limits(long requestedMilliCpu, long milliCpu, long memoryBytes) {}
}
