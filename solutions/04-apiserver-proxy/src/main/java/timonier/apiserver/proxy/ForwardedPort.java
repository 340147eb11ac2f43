package timonier.apiserver.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import timonier.kit.loop.BlockInput;
import timonier.kit.loop.BlockOutput;
import timonier.kubelet.streams.Channels;
import timonier.pods.runtime.ContainerRuntime.Connection;
import timonier.pods.runtime.SocketConnection;

/// The port of a pod as a socket, whose bytes a kubelet forwards: TLS is spoken on sockets only.
final class ForwardedPort extends Socket {

  private final Channels channels;
  private final InputStream in = new Input();
  private final OutputStream out = new Output();

  private ForwardedPort(Channels channels) {
    this.channels = channels;
  }

  /// A connection by channels to a port. To close it closes them.
  ///
  /// @param isSecure whether the pod is talked to by TLS; whatever certificate it shows is taken
  /// @throws IOException if the channels broke
  static Connection connection(Channels channels, boolean isSecure) throws IOException {
    var port = new ForwardedPort(channels);
    var plain = SocketConnection.of(port);
    if (!isSecure) {
      return plain;
    }
    var encrypted = plain.encrypted();
    return new SocketConnection(port, encrypted.in(), encrypted.out());
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  /// There is nothing below that could linger.
  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void close() throws IOException {
    channels.close();
  }

  private final class Input extends BlockInput {
    private byte[] message = {0};
    private int at = 1;
    private boolean ended;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (at == message.length && !ended) {
        var next = channels.receive();
        at = 1;
        message = next.orElse(message);
        ended = next.isEmpty() || (message[0] & 0xff) == Channels.CLOSE;
      }
      if (ended) {
        return -1;
      }
      var n = Math.min(length, message.length - at);
      System.arraycopy(message, at, bytes, offset, n);
      at += n;
      return n;
    }
  }

  private final class Output extends BlockOutput {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      channels.send(Channels.STDIN, bytes, offset, length);
    }
  }
}
