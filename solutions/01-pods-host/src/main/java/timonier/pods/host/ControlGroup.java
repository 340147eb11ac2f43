package timonier.pods.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import timonier.pods.host.Kernel.Call;
import timonier.pods.runtime.RuntimeFailure;

/// The limits of a container, enforced by Linux. (cgroups(7).)
///
/// In version 1, the thread that starts the container's program enters the group and leaves it
/// afterwards, so the program is in it from its first moment. In version 2, where a thread cannot
/// move alone, the program is put into it right after its start.
///
/// @param id the container's id
public record ControlGroup(String id) {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String OURS = "timonier";

  /// The period in which processor time is counted, in microseconds.
  private static final long PERIOD = 100_000;

  private static final boolean IS_SECOND = Files.exists(ROOT.resolve("cgroup.controllers"));

  /// Whether this machine can enforce limits.
  public static boolean canLimit() {
    return IS_SECOND
        ? Files.isWritable(ROOT.resolve("cgroup.subtree_control"))
        : Files.isWritable(ROOT.resolve("memory/tasks"))
            && Files.isWritable(ROOT.resolve("cpu/tasks"));
  }

  private List<Path> folders() {
    return IS_SECOND
        ? List.of(ROOT.resolve(OURS).resolve(id))
        : List.of(
            ROOT.resolve("memory").resolve(OURS).resolve(id),
            ROOT.resolve("cpu").resolve(OURS).resolve(id));
  }

  /// The files that the thread needs after it started the program, when it no longer sees the
  /// host's.
  ///
  /// @param back the group to which the thread returns, or empty
  /// @param members the group into which the program is put, or empty
  public record Door(List<Descriptor> back, List<Descriptor> members) {
    /// No group.
    static Door none() {
      return new Door(List.of(), List.of());
    }

    /// Leaves the started program in the group, and moves the thread back.
    public void pass(int pid) throws IOException {
      for (var file : back) {
        write(file, "0");
      }
      for (var file : members) {
        write(file, Integer.toString(pid));
      }
    }

    private static void write(Descriptor file, String text) throws IOException {
      var bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      file.write(bytes, 0, bytes.length);
    }

    public void close() throws IOException {
      for (var file : back) {
        file.close();
      }
      for (var file : members) {
        file.close();
      }
    }
  }

  /// Makes the group.
  public void make(Confinement.Limits limits) throws IOException {
    for (var folder : folders()) {
      Files.createDirectories(folder);
    }
    if (IS_SECOND) {
      Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+cpu +memory");
      Files.writeString(ROOT.resolve(OURS).resolve("cgroup.subtree_control"), "+cpu +memory");
    }
    change(limits);
  }

  /// Gives processes that run other limits.
  ///
  /// @throws RuntimeFailure with reason [RuntimeFailure#INFEASIBLE] if they have no group
  public void give(Confinement.Limits limits) {
    if (!folders().stream().allMatch(Files::isDirectory)) {
      throw new RuntimeFailure(
          RuntimeFailure.INFEASIBLE,
          "the container runs without limits, which could be changed: they need root on Linux,"
              + " cgroups that can be written, and a container that had some when it started");
    }
    try {
      var used = usedMemory();
      if (limits.memoryBytes() > 0 && used > limits.memoryBytes()) {
        throw new RuntimeFailure(
            "Error",
            "attempting to set the memory limit to %d, which is less than the %d that are in use"
                .formatted(limits.memoryBytes(), used));
      }
      change(limits);
    } catch (IOException e) {
      throw new RuntimeFailure("Error", "the limits cannot be changed: " + e.getMessage());
    }
  }

  /// The memory that its processes have, in bytes.
  private long usedMemory() throws IOException {
    var file = IS_SECOND ? "memory.current" : "memory.usage_in_bytes";
    return Long.parseLong(Files.readString(folders().getFirst().resolve(file)).strip());
  }

  /// Sets what its processes may use. What is not limited stays as it was.
  private void change(Confinement.Limits limits) throws IOException {
    if (IS_SECOND) {
      set(limits, folders().getFirst());
    } else {
      set(limits, folders().getFirst(), folders().getLast());
    }
  }

  private static void set(Confinement.Limits limits, Path memory, Path cpu) throws IOException {
    if (limits.memoryBytes() > 0) {
      write(memory, "memory.limit_in_bytes", limits.memoryBytes());
    }
    if (limits.shares() > 0) {
      write(cpu, "cpu.shares", Math.max(2, limits.shares() * 1024 / 1000));
    }
    if (limits.milliCpu() > 0) {
      write(cpu, "cpu.cfs_period_us", PERIOD);
      write(cpu, "cpu.cfs_quota_us", quota(limits));
    }
  }

  private static void set(Confinement.Limits limits, Path folder) throws IOException {
    if (limits.memoryBytes() > 0) {
      write(folder, "memory.max", limits.memoryBytes());
    }
    if (limits.shares() > 0) {
      var shares = Math.max(2, limits.shares() * 1024 / 1000);
      write(folder, "cpu.weight", 1 + (shares - 2) * 9999 / 262_142);
    }
    if (limits.milliCpu() > 0) {
      Files.writeString(folder.resolve("cpu.max"), quota(limits) + " " + PERIOD);
    }
  }

  private static long quota(Confinement.Limits limits) {
    return Math.max(1000, limits.milliCpu() * PERIOD / 1000);
  }

  private static void write(Path folder, String file, long value) throws IOException {
    Files.writeString(folder.resolve(file), Long.toString(value));
  }

  /// Makes the calling thread start programs in the group, if there is one.
  public Door open() throws IOException {
    var back = new ArrayList<Descriptor>();
    var members = new ArrayList<Descriptor>();
    for (var folder : folders()) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      if (IS_SECOND) {
        members.add(opened(folder.resolve("cgroup.procs")));
      } else {
        back.add(opened(folder.resolve("../../tasks").normalize()));
        Files.writeString(folder.resolve("tasks"), Long.toString(Kernel.call(Call.GETTID)));
      }
    }
    return new Door(back, members);
  }

  private static Descriptor opened(Path file) throws IOException {
    return Descriptor.forWriting(file);
  }

  /// Whether a process of the group was killed for using too much memory.
  public boolean ranOutOfMemory() throws IOException {
    var file = folders().getFirst().resolve(IS_SECOND ? "memory.events" : "memory.oom_control");
    if (!Files.exists(file)) {
      return false;
    }
    return Files.readAllLines(file).stream()
        .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
  }

  /// Removes the group, which must be empty.
  public void remove() throws IOException {
    for (var folder : folders()) {
      Files.deleteIfExists(folder);
    }
  }
}
