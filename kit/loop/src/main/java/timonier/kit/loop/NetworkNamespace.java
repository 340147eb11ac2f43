package timonier.kit.loop;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Opens sockets inside a network namespace of Linux.
///
/// A socket stays in the namespace of the thread that made it. So a thread of its own enters the
/// namespace (`setns(2)`), connects, and ends.
public final class NetworkNamespace {

  private static final int READ_ONLY = 0;

  /// `CLONE_NEWNET`: `setns` refuses anything but a network namespace.
  private static final int NETWORK = 0x40000000;

  /// Connects to the localhost of a namespace, by IPv4 or IPv6.
  ///
  /// @param namespace its file, as in `/run/netns/NAME` or `/proc/PID/ns/net`
  public static Socket localhost(Path namespace, int port, Duration timeout) throws IOException {
    try {
      return connect(namespace, new InetSocketAddress("127.0.0.1", port), timeout);
    } catch (IOException refusal) {
      try {
        return connect(namespace, new InetSocketAddress("::1", port), timeout);
      } catch (IOException other) {
        // A namespace without IPv6 has not even an address to connect from.
        refusal.addSuppressed(other);
        throw refusal;
      }
    }
  }

  /// Connects from inside a namespace.
  ///
  /// @param namespace its file, as in `/run/netns/NAME`
  static Socket connect(Path namespace, InetSocketAddress to, Duration timeout) throws IOException {
    return inside(namespace, () -> connect(to, timeout));
  }

  private static Socket connect(InetSocketAddress to, Duration timeout) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(to, (int) timeout.toMillis());
      return socket;
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  private static <T> T inside(Path namespace, Callable<T> work) throws IOException {
    var task =
        new FutureTask<>(() -> {
          enter(namespace);
          return work.call();
        });
    Thread.ofPlatform().daemon().name("inside-" + namespace.getFileName()).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void enter(Path namespace) throws IOException {
    var number = ValueLayout.JAVA_INT;
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom(namespace.toString());
      var open = Native.function("open", ValueLayout.ADDRESS, number);
      var file = (int) open.call(path, READ_ONLY);
      try {
        Native.function("setns", number, number).call(file, NETWORK);
      } finally {
        Native.function("close", number).call(file);
      }
    }
  }

  private NetworkNamespace() {}
}
