package timonier.pods.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import timonier.kit.loop.EventLoop;

/// What runs containers: Docker, processes of the operating system, or a simulation.
///
/// It has the shape of Kubernetes' Container Runtime Interface. A *sandbox* is what the containers
/// of one pod share: an address and its ports. Everything it keeps outlives the kubelet that asked:
/// the next one finds its pods by [#sandboxes] and [#containers].
///
/// Every call may block. A call about something that does not exist throws a [RuntimeFailure],
/// except that stopping and removing what is gone does nothing.
public interface ContainerRuntime extends NodeDialer, AutoCloseable {

  /// Its name, as in `process`.
  String name();

  /// Its version.
  String version();

  /// Makes the sandbox of a pod, and returns its id.
  String runSandbox(Sandbox.Config config);

  /// Stops a sandbox and whatever still runs in it.
  void stopSandbox(String id);

  /// Removes a sandbox and its containers.
  void removeSandbox(String id);

  /// All sandboxes, the oldest first.
  List<Sandbox> sandboxes();

  /// Id prefix of images that exist nowhere: their containers name a program of the machine.
  String NOTED = "noted:";

  /// Fetches an image unless it is there, and returns the image's own id.
  ///
  /// @throws RuntimeFailure with reason `ErrImagePull`, or `InvalidImageName` for a bad name
  String pullImage(String image);

  /// The id of an image that is there.
  Optional<String> imageId(String image);

  /// The images that it fetched and may remove; none if it shares its images with others.
  default List<Image> images() {
    return List.of();
  }

  /// Removes an image; no container of it may be left.
  default void removeImage(String id) {
    throw new RuntimeFailure("ImageRemovalFailed", "this runtime removes no images");
  }

  /// How full the disk with the images is; absent where [#images] is always empty.
  default Optional<Space> imageSpace() {
    return Optional.empty();
  }

  /// An image that is there.
  ///
  /// @param id its id
  /// @param names what it is called
  /// @param bytes what it takes
  record Image(String id, List<String> names, long bytes) {}

  /// A disk.
  ///
  /// @param capacity all of it, in bytes
  /// @param available what is free
  record Space(long capacity, long available) {}

  /// Makes a container, which does not run yet, and returns its id.
  String createContainer(String sandboxId, ContainerConfig config);

  /// The wishes that this runtime ignores, a sentence each. It refuses what is unsafe to ignore.
  default List<String> unkept(ContainerConfig config) {
    return List.of();
  }

  /// Runs a container that was created; see [RuntimeFailure#START_ERROR].
  void startContainer(String id);

  /// Changes what a container that runs may use; see [RuntimeFailure#INFEASIBLE].
  void updateContainer(String id, Limits limits);

  /// Asks a container to stop and kills it when the grace is over. Returns once it has ended.
  void stopContainer(String id, Duration grace);

  /// Removes a container that does not run, with its logs.
  void removeContainer(String id);

  /// All containers, the oldest first.
  List<ContainerRecord> containers();

  /// Runs a command inside a container and collects its output.
  ///
  /// @throws RuntimeFailure with reason `DeadlineExceeded` if it takes too long
  default ExecResult exec(String id, List<String> command, Duration timeout) {
    var out = new FirstBytes(ExecResult.OUTPUT_LIMIT);
    var err = new FirstBytes(ExecResult.OUTPUT_LIMIT);
    try (var session = exec(id, new ExecOptions(command, false, false, Optional.of(timeout)))) {
      var code = session.run(out, err);
      return new ExecResult(code, out.text() + err.text());
    }
  }

  /// Runs a command inside a container and connects to it.
  Session exec(String id, ExecOptions options);

  /// Connects to the program of a running container.
  ///
  /// @param stdin whether its input is connected, too
  Session attach(String id, boolean stdin);

  /// Writes a container's log; returns at its end or, when following, once the container has ended.
  void logs(String id, LogOptions options, OutputStream out);

  /// Whether mounts appear at their paths; otherwise they appear below a container's own folder.
  default boolean separatesFiles() {
    return true;
  }

  /// Opens a connection to a port of a pod; fails with `ConnectionRefused` if nobody listens.
  Connection dial(String sandboxId, From from, int port, Duration timeout);

  /// What a container that runs has used of the machine; absent where the runtime cannot tell.
  default Optional<Usage> usage(String id) {
    return Optional.empty();
  }

  /// What a container used.
  ///
  /// @param cpu the processor time that it has taken since it started
  /// @param memoryBytes the memory that it has now
  record Usage(Duration cpu, long memoryBytes) {}

  /// Calls a listener whenever a container or sandbox has ended, so that callers need not poll.
  EventLoop.Cancellable subscribe(Consumer<RuntimeEvent> listener);

  /// Releases it; containers keep running.
  @Override
  void close();

  /// What containers of a pod share.
  ///
  /// @param id given by the runtime
  /// @param config what was asked for
  /// @param running false once it was stopped
  /// @param address the pod's address; empty once it was stopped
  /// @param createdAt when it was made
  record Sandbox(String id, Config config, boolean running, String address, Instant createdAt) {

    /// What is asked for.
    ///
    /// @param namespace the pod's namespace
    /// @param name the pod's name
    /// @param uid the pod's identity
    /// @param attempt how many sandboxes the pod had before
    /// @param hostname its host name
    /// @param hostNetwork whether it uses the node's own network
    /// @param labels kept with it
    /// @param processes which processes its containers see
    public record Config(
        String namespace,
        String name,
        String uid,
        int attempt,
        String hostname,
        boolean hostNetwork,
        Map<String, String> labels,
        PidScope processes) {}
  }

  /// A container that is asked for.
  ///
  /// @param name its name in the pod
  /// @param attempt how often the pod had it before
  /// @param image what it is made from
  /// @param command replaces the image's program where not empty
  /// @param args its arguments
  /// @param workingDir where it starts; the image's choice where empty
  /// @param env its environment
  /// @param mounts the folders it sees
  /// @param labels kept with it
  /// @param stdin whether its input can be written to; else it is empty
  /// @param stdinOnce whether its input ends when the first client that attached to it leaves
  /// @param tty whether it has a terminal
  /// @param limits what it may use of the machine; all of it where absent
  /// @param security the user and rights of its program; the runtime's choice where absent
  /// @param target the id of a running container of the same sandbox, whose processes it sees
  record ContainerConfig(
      String name,
      int attempt,
      String image,
      List<String> command,
      List<String> args,
      String workingDir,
      Map<String, String> env,
      List<Mount> mounts,
      Map<String, String> labels,
      boolean stdin,
      boolean stdinOnce,
      boolean tty,
      Optional<Limits> limits,
      Optional<Privileges> security,
      Optional<String> target) {
    /// The label of a container that others wait for until it has ended well.
    public static final String ENDS = "timonier.ends";

    /// A container without input and without a terminal.
    public ContainerConfig(
        String name,
        int attempt,
        String image,
        List<String> command,
        List<String> args,
        String workingDir,
        Map<String, String> env,
        List<Mount> mounts,
        Map<String, String> labels) {
      this(
          name,
          attempt,
          image,
          command,
          args,
          workingDir,
          env,
          mounts,
          labels,
          false,
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /// A folder of the node that a container sees.
  ///
  /// @param hostPath where it is on the node
  /// @param containerPath where the container sees it
  /// @param readOnly whether it may only read
  record Mount(String hostPath, String containerPath, boolean readOnly) {}

  /// A container as the runtime has it.
  ///
  /// @param id given by the runtime
  /// @param sandboxId the sandbox that it runs in
  /// @param config what was asked for
  /// @param imageId the image it was made from
  /// @param state what it does
  /// @param pid its process; 0 where there is none
  /// @param createdAt when it was made
  /// @param startedAt when it started
  /// @param finishedAt when it ended
  /// @param exitCode what its program returned; 128 and more stand for a signal
  /// @param reason one word about its end
  /// @param message a sentence about its end
  record ContainerRecord(
      String id,
      String sandboxId,
      ContainerConfig config,
      String imageId,
      State state,
      long pid,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      int exitCode,
      String reason,
      String message) {

    /// The same, with more to say about its end.
    public ContainerRecord withMessage(String message) {
      return new ContainerRecord(
          id,
          sandboxId,
          config,
          imageId,
          state,
          pid,
          createdAt,
          startedAt,
          finishedAt,
          exitCode,
          reason,
          message);
    }
  }

  /// What a container does.
  enum State {
    /// It was made and does not run yet.
    CREATED,
    /// It runs.
    RUNNING,
    /// It ended.
    EXITED
  }

  /// A command to run inside a container.
  ///
  /// @param command the program and its arguments
  /// @param tty whether it has a terminal; then all that it writes goes to its first output
  /// @param stdin whether its input can be written to; else it is empty
  /// @param timeout how long it may take; then it is killed
  record ExecOptions(
      List<String> command, boolean tty, boolean stdin, Optional<Duration> timeout) {}

  /// A connection to the input and outputs of a program.
  interface Session extends AutoCloseable {
    /// The program's input; closing it ends the input.
    OutputStream in();

    /// Copies the program's outputs as they come, until it has ended.
    ///
    /// @return its exit code; 128 and more stand for a signal
    /// @throws RuntimeFailure with reason `DeadlineExceeded` if a command took too long, with
    ///   `StreamEnded` if the connection to the program is lost
    int run(OutputStream out, OutputStream err);

    /// Sets the size of the program's terminal; does nothing if it has none.
    void resize(int columns, int rows);

    /// Disconnects. A command that still runs is killed; a container keeps running. May be called
    /// while [#run] waits, which then fails.
    @Override
    void close();
  }

  /// How a command inside a container ended.
  ///
  /// @param exitCode what it returned
  /// @param output what it wrote to its first output and then to its second, [#OUTPUT_LIMIT] of
  ///   each at most
  record ExecResult(int exitCode, String output) {
    /// The bytes that are kept of an output: as much as Kubernetes keeps of a probe's.
    static final int OUTPUT_LIMIT = 10_240;
  }

  /// Where a connection to a port of a pod begins.
  enum From {
    /// On the node, by the pod's address, as probes do.
    NODE,
    /// Inside the pod, its localhost included, as forwarded ports do.
    POD
  }

  /// Which part of a log is wanted.
  ///
  /// @param follow whether to go on while the container runs
  /// @param tailLines only so many of the last lines; all where absent
  /// @param since only what was said then and after; all where absent
  /// @param timestamps whether each line begins with its time
  /// @param limitBytes at most so many bytes; all where absent
  record LogOptions(
      boolean follow,
      Optional<Long> tailLines,
      Optional<Instant> since,
      boolean timestamps,
      Optional<Long> limitBytes) {}

  /// A connection to a port of a pod.
  interface Connection extends AutoCloseable {
    /// What the pod sends.
    InputStream in();

    /// What is sent to the pod.
    OutputStream out();

    /// The same connection over TLS. Any certificate is accepted, as by Kubernetes' probes. The
    /// handshake waits for the first byte that is written or read.
    Connection encrypted() throws IOException;

    /// Closes the direction to the pod; the pod may go on sending.
    void closeOut();

    @Override
    void close();
  }

  /// Something ended.
  ///
  /// @param sandboxId the sandbox that it ran in
  /// @param containerId which container; empty for the sandbox itself
  record RuntimeEvent(String sandboxId, String containerId) {}
}
