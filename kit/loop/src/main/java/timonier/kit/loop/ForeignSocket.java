package timonier.kit.loop;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// A socket that another process of this machine has open, on Linux.
///
/// @param pid the process
/// @param descriptor its number in that process
/// @param inode the socket's own number, the same in each process that has it open
public record ForeignSocket(long pid, int descriptor, long inode) {

  private static final int PIDFD_OPEN = 434;
  private static final int PIDFD_GETFD = 438;
  private static final int BOTH_WAYS = 2;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /// Ends its listening, as if its process had closed it: new connections go to others that listen
  /// on the same address, and those not yet accepted are cut off. Works on a stopped process too;
  /// the process gets an error from its next `accept`.
  ///
  /// @throws IOException if it no longer exists, or this process may not change it: that takes
  ///   root, or the same user and a kernel that lets processes of one user trace each other
  public void endListening() throws IOException {
    var process = system(PIDFD_OPEN, pid, 0, 0);
    try {
      var mine = system(PIDFD_GETFD, process, descriptor, 0);
      try {
        requireSame(mine);
        Native.function("shutdown", INT, INT).call((int) mine, BOTH_WAYS);
      } finally {
        close(mine);
      }
    } finally {
      close(process);
    }
  }

  /// Checks the inode, since the descriptor may be another socket's by now.
  private void requireSame(long mine) throws IOException {
    var link = Files.readSymbolicLink(Path.of("/proc/self/fd", Long.toString(mine)));
    if (!link.toString().equals("socket:[" + inode + "]")) {
      throw new IOException("process %d closed socket %d".formatted(pid, inode));
    }
  }

  private static long system(int number, long first, long second, long third) throws IOException {
    return Native.link(
            "syscall",
            FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG),
            Linker.Option.firstVariadicArg(1))
        .call((long) number, first, second, third);
  }

  private static void close(long descriptor) throws IOException {
    Native.function("close", INT).call((int) descriptor);
  }
}
