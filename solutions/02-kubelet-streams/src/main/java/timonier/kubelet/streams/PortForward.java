package timonier.kubelet.streams;

import java.io.IOException;
import timonier.kit.loop.EventLoop;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// Passes one connection to a port of a pod on by [Channels]. Either side may end what it says and
/// still listen.
public final class PortForward {

  private static final int PIECE = 32 << 10;

  private final EventLoop loop;
  private final Channels channels;
  private final Connection pod;

  /// @param loop on which the pod is listened to
  public PortForward(EventLoop loop, Channels channels, Connection pod) {
    this.loop = loop;
    this.channels = channels;
    this.pod = pod;
  }

  /// Passes on what is said and heard, until the client left.
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
      // one of both is gone: the other one is told by the end of its connection
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
      // a connection that breaks has ended too
    }
    try {
      channels.end(Channels.STDOUT);
    } catch (IOException _) {
      // the client left before the pod did
    }
  }
}
