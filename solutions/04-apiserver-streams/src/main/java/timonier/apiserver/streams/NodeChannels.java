package timonier.apiserver.streams;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import timonier.kubelet.streams.FramedChannels;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Status;
import timonier.pods.runtime.ContainerRuntime.Connection;
import timonier.pods.runtime.SocketConnection;

/// Channels to a kubelet: one `POST` over TLS, whose body and answer both go on as long as the
/// session. An edge class: it has a socket.
public final class NodeChannels implements NodeStreams.Session {

  private static final int CONNECT_MILLIS = 5_000;
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Socket socket;
  private final FramedChannels frames;

  private NodeChannels(Socket socket, FramedChannels frames) {
    this.socket = socket;
    this.frames = frames;
  }

  /// Where a kubelet forwards the ports of a pod; the query says which.
  public static String forwarding(ObjectKey pod) {
    return "/portForward/%s/%s?".formatted(pod.namespace(), pod.name());
  }

  /// Asks a kubelet for a session.
  ///
  /// @param tls who we are, and whom we trust
  /// @param address the node's
  /// @param pathAndQuery as in `/exec/default/web-1/web?command=ls`
  /// @throws ApiException if the kubelet cannot be reached
  /// @throws NodeRefusal if it refuses
  public static NodeChannels open(SSLContext tls, String address, int port, String pathAndQuery) {
    var socket = new Socket();
    try {
      var secure = dial(tls, socket, address, port);
      var out = secure.getOutputStream();
      out.write(request(address, port, pathAndQuery));
      out.flush();
      var in = new BufferedInputStream(secure.getInputStream());
      var answer = HttpHead.read(in);
      if (answer.code() != 200) {
        throw refusal(answer, in);
      }
      socket.setSoTimeout(0);
      return new NodeChannels(
          socket, new FramedChannels(new ChunkedInput(in), new ChunkedOutput(out)));
    } catch (IOException e) {
      cut(socket);
      throw new ApiException(
          Status.failure(500, "InternalError", "error dialing backend: " + e.getMessage()));
    } catch (NodeRefusal refusal) {
      cut(socket);
      throw refusal;
    }
  }

  /// Connects to a kubelet. To close the connection cuts it off, also in the middle of a write.
  ///
  /// @param tls who we are, and whom we trust
  /// @param address the node's
  /// @throws IOException if it cannot be reached
  public static Connection dial(SSLContext tls, String address, int port) throws IOException {
    var socket = new Socket();
    try {
      var secure = dial(tls, socket, address, port);
      socket.setSoTimeout(0);
      return new SocketConnection(socket, secure.getInputStream(), secure.getOutputStream());
    } catch (IOException e) {
      cut(socket);
      throw e;
    }
  }

  private static SSLSocket dial(SSLContext tls, Socket socket, String address, int port)
      throws IOException {
    socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) ANSWER.toMillis());
    var secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, address, port, true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static byte[] request(String address, int port, String pathAndQuery) {
    return """
    POST %s HTTP/1.1\r
    Host: %s:%d\r
    User-Agent: timonier/apiserver\r
    Transfer-Encoding: chunked\r
    \r
    """
        .formatted(pathAndQuery, address, port)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// A kubelet says in a sentence why not.
  private static NodeRefusal refusal(HttpHead answer, InputStream in) throws IOException {
    var text = new String(in.readNBytes(answer.length()), StandardCharsets.UTF_8);
    return new NodeRefusal(answer.code(), text);
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    return frames.receive();
  }

  @Override
  public void send(int channel, byte[] bytes, int offset, int length) throws IOException {
    frames.send(channel, bytes, offset, length);
  }

  @Override
  public void close() {
    cut(socket);
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is closed all the same
    }
  }
}
