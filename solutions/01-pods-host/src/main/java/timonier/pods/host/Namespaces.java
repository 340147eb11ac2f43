package timonier.pods.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import timonier.pods.host.Kernel.Call;

/// The namespaces of a process, which the calling thread can enter. (namespaces(7), setns(2).)
///
/// Each kind is a bit, so that several can be entered or made at once.
///
/// @param process the process, opened: its number cannot become that of another one
public record Namespaces(Descriptor process) implements AutoCloseable {

  /// The mounts.
  public static final long MOUNTS = 0x00020000;

  /// The machine's name.
  public static final long NAME = 0x04000000;

  /// Shared memory.
  public static final long MEMORY = 0x08000000;

  /// The processes that children of the thread can see.
  public static final long PROCESSES = 0x20000000;

  /// Addresses and routes.
  public static final long NETWORK = 0x40000000;

  /// `CLONE_FS`: gives the thread its own root, working folder and file mask. Not a namespace, but
  /// required before entering mounts.
  public static final long PLACE = 0x200;

  private static final long CLOSE_ON_EXEC = 0x80000;
  private static final long HERE = -100;

  /// Opens those of a process. The thread must still see the host's `/proc`.
  ///
  /// @throws IOException if it ended
  public static Namespaces of(Processes.Id process) throws IOException {
    var opened = ofChild((int) process.pid());
    if (process.isAlive()) {
      return opened;
    }
    opened.close();
    throw new IOException("the container is not running");
  }

  /// Opens those of a child of ours that was not yet waited for, so that its number cannot be
  /// another's.
  ///
  /// @throws IOException if there is none
  public static Namespaces ofChild(int pid) throws IOException {
    try {
      return new Namespaces(new Descriptor((int) Kernel.call(Call.PIDFD_OPEN, pid, 0)));
    } catch (Kernel.Failure failure) {
      throw failure.number() == Kernel.ESRCH
          ? new IOException("the container is not running", failure)
          : failure;
    }
  }

  /// Enters some of them.
  public void enter(long kinds) throws IOException {
    try {
      Kernel.call(Call.SETNS, process.number(), kinds);
    } catch (Kernel.Failure failure) {
      throw failure.number() == Kernel.ESRCH
          ? new IOException("the container is not running", failure)
          : failure;
    }
  }

  /// Enters the network namespace of a file.
  public static void enterNetwork(String file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var path = Kernel.text(arena, file);
      var number = (int) Kernel.call(Call.OPENAT, HERE, path, CLOSE_ON_EXEC);
      try (var network = new Descriptor(number)) {
        Kernel.call(Call.SETNS, network.number(), NETWORK);
      }
    }
  }

  /// Makes new ones, which the thread enters.
  public static void make(long kinds) throws IOException {
    Kernel.call(Call.UNSHARE, kinds);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
