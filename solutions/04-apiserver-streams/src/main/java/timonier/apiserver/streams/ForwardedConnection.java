package timonier.apiserver.streams;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import timonier.kit.loop.EventLoop;
import timonier.kubelet.streams.Channels;
import timonier.pods.objects.ApiException;

/// One connection of a client to a port of a pod.
///
/// Either side may end what it says and still listen. It is over when both have, or one is gone.
final class ForwardedConnection {

  private final EventLoop loop;
  private final Client client;
  private final StreamBuffer heard;
  private volatile NodeStreams.@Nullable Session pod;

  /// What a client receives.
  interface Client {
    /// What the pod says.
    void say(byte[] bytes, int offset, int length) throws IOException;

    /// The pod says nothing more, or could not be reached.
    ///
    /// @param error why it could not be reached; empty if it could
    void end(String error) throws IOException;
  }

  ForwardedConnection(EventLoop loop, Client client) {
    this.loop = loop;
    this.client = client;
    this.heard = new StreamBuffer(loop, Patience.USUAL);
  }

  /// The client said something. Waits as long as the pod takes nothing, and then cuts it off.
  ///
  /// @return false if it was cut off
  boolean hear(byte[] bytes) {
    var taken = heard.put(bytes);
    if (!taken) {
      cut();
    }
    return taken;
  }

  /// The client says nothing more.
  void end() {
    heard.end();
  }

  /// The client is gone.
  void cut() {
    heard.drop();
    var known = pod;
    if (known != null) {
      known.close();
    }
  }

  /// Passes on what is said and heard until both have ended.
  ///
  /// @param name the pod's, for messages
  void run(NodeStreams node, int port, String name) {
    try (var channels = node.open("port=" + port)) {
      pod = channels;
      if (heard.isDropped()) {
        return;
      }
      var told = loop.<Boolean>promise();
      loop.spawn(
          "told",
          () -> {
            tell(channels);
            told.complete(true);
          });
      listen(channels);
      told.await();
    } catch (NodeRefusal | ApiException refusal) {
      fail("error forwarding port %d to pod %s: %s".formatted(port, name, refusal.getMessage()));
    } finally {
      heard.drop();
    }
  }

  private void fail(String error) {
    try {
      client.end(error);
    } catch (IOException _) {
      // the client is gone, and needs no reason
    }
  }

  private void tell(NodeStreams.Session channels) {
    try {
      for (var next = heard.take(); next.isPresent(); next = heard.take()) {
        channels.send(Channels.STDIN, next.get());
      }
      channels.end(Channels.STDIN);
    } catch (IOException _) {
      cut();
    }
  }

  private void listen(NodeStreams.Session channels) {
    try {
      for (var next = channels.receive(); next.isPresent(); next = channels.receive()) {
        var message = next.get();
        if ((message[0] & 0xff) == Channels.CLOSE) {
          client.end("");
          return;
        }
        client.say(message, 1, message.length - 1);
      }
    } catch (IOException _) {
      // one of both is gone
    }
    cut();
    fail("");
  }
}
