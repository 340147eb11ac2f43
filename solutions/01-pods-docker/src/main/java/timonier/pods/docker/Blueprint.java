package timonier.pods.docker;

import java.util.List;
import java.util.Map;

/// A container to create on the engine.
///
/// @param name its name, of which there is one on an engine
/// @param image what it is made from
/// @param entrypoint replaces the image's program where not empty
/// @param arguments replace the image's arguments where not empty
/// @param workingDir where it starts; the image's choice where empty
/// @param env its environment
/// @param labels noted with it
/// @param binds the folders of the host that it sees
/// @param sharing what it shares with others
/// @param terminal how one talks to it
/// @param limits what it may use of the machine
/// @param security who its program is, and what it may do
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

  /// A folder of the host that a container sees.
  ///
  /// @param hostPath where it is on the host
  /// @param containerPath where the container sees it
  /// @param readOnly whether it may only read
  public record Bind(String hostPath, String containerPath, boolean readOnly) {}

  /// What a container shares.
  ///
  /// @param network the network it is on; `container:ID` for that of another container
  /// @param ipc `shareable`, or `container:ID` for the shared memory of another container
  /// @param hostname its name for itself; empty where it shares another's network
  /// @param pids `host`, or `container:ID` for the processes of another container; empty for its
  ///   own
  public record Sharing(String network, String ipc, String hostname, String pids) {}

  /// The user and groups of a container's program, and its capabilities.
  ///
  /// @param user its user, or user and group, as in `1000:2000`; the image's choice where empty
  /// @param groups further groups
  /// @param privileged whether it may do all that root may
  /// @param added capabilities besides the usual ones
  /// @param dropped usual capabilities that it does not have
  /// @param readOnlyRoot whether it may write only where something is mounted
  /// @param canGainPrivileges whether it may become more than it is
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
  /// @param stdin whether it may be told something
  /// @param stdinOnce whether its input ends when the first who told it something leaves
  /// @param tty whether it has a terminal
  public record Terminal(boolean stdin, boolean stdinOnce, boolean tty) {}

  /// What a container may use; 0 stands for no limit.
  ///
  /// @param requestedMilliCpu its part of the processors when they are busy
  /// @param milliCpu the most of the processors it gets
  /// @param memoryBytes the most of the memory it gets
  public record Limits(long requestedMilliCpu, long milliCpu, long memoryBytes) {}
}
