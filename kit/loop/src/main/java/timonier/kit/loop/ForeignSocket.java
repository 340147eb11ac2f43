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
/// @param descriptor its number there
/// @param inode the socket's own number, by which it is known whoever has it open
public record ForeignSocket(long pid, int descriptor, long inode) {

  private static final int PIDFD_OPEN = 434;
  private static final int PIDFD_GETFD = 438;
  private static final int BOTH_WAYS = 2;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /// Ends its listening, as if its process had closed it: connections go to others that listen at
  /// the same place, and those that wait to be accepted are cut off. Its process need not do
  /// anything, so it may be stopped; it hears of it when it accepts next.
  ///
  /// @throws IOException if it is not there any more, or may not be touched: that takes root, or
  ///   the same user and a kernel that lets processes of one user trace each other
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

  /// The number may stand for another socket by now.
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
