package timonier.pods.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// A connection to a port of a pod, over TCP.
///
/// @param socket the socket
/// @param in what the pod sends
/// @param out what is sent to the pod
public record SocketConnection(Socket socket, InputStream in, OutputStream out)
    implements Connection {

  /// Connects to a port of an address.
  public static SocketConnection to(String address, int port, Duration timeout) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
      return of(socket);
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  /// A connection over a connected socket.
  public static SocketConnection of(Socket socket) throws IOException {
    return new SocketConnection(socket, socket.getInputStream(), socket.getOutputStream());
  }

  @Override
  public Connection encrypted() throws IOException {
    return of(
        AnyCertificate.context()
            .getSocketFactory()
            .createSocket(
                socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true));
  }

  @Override
  public void closeOut() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
