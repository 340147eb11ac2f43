package timonier.kubelet.streams;

import java.io.IOException;
import timonier.kit.loop.EventLoop;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// Carries one connection to a port of a pod over [Channels]. Either side may end its output and
/// still read.
public final class PortForward {

  private static final int PIECE = 32 << 10;

  private final EventLoop loop;
  private final Channels channels;
  private final Connection pod;

  /// @param loop that runs the reading from the pod
  public PortForward(EventLoop loop, Channels channels, Connection pod) {
    this.loop = loop;
    this.channels = channels;
    this.pod = pod;
  }

  /// Copies both directions until the client leaves.
  public void run() {
    var ended = loop.<Boolean>promise();
    loop.spawn(
        "pod",
        () -> {
          say();
          ended.complete(true);
        });
    try (pod) {
      hear();
    } catch (IOException _) {
      // one side is gone; the other notices the end of its connection
    }
    ended.await();
  }

  private void hear() throws IOException {
    for (var next = channels.receive(); next.isPresent(); next = channels.receive()) {
      var message = next.get();
      switch (message[0] & 0xff) {
        case Channels.STDIN -> {
          pod.out().write(message, 1, message.length - 1);
          pod.out().flush();
        }
        case Channels.CLOSE -> pod.closeOut();
        default -> throw new IOException("a client has no channel " + message[0]);
      }
    }
  }

  private void say() {
    var piece = new byte[PIECE];
    try {
      for (var n = pod.in().read(piece); n >= 0; n = pod.in().read(piece)) {
        channels.send(Channels.STDOUT, piece, 0, n);
      }
    } catch (IOException _) {
      // a broken connection has ended, too
    }
    try {
      channels.end(Channels.STDOUT);
    } catch (IOException _) {
      // the client left before the pod
    }
  }
}
