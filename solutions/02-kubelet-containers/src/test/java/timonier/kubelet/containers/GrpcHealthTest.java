package timonier.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.pods.runtime.ContainerRuntime.Connection;

/// Asks a foreign gRPC server.
@Tag("real")
class GrpcHealthTest {

  /// Answers as gRPC servers do: serving for all and for `web`, not serving for `cache`, and no
  /// message for others.
  private static final class Health extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var body = Content.Source.asByteBuffer(request);
      var service = StandardCharsets.UTF_8.decode(body).toString();
      var isRight =
          request.getMethod().equals("POST")
              && request.getHttpURI().getPath().equals("/grpc.health.v1.Health/Check")
              && "application/grpc".equals(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
              && "trailers".equals(request.getHeaders().get("te"));
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/grpc");
      var known = service.length() == 5 || service.endsWith("web") || service.endsWith("cache");
      var code = isRight && known ? "0" : "12";
      response.setTrailersSupplier(() -> HttpFields.build().add("grpc-status", code));
      var status = (byte) (service.endsWith("cache") ? 2 : 1);
      var answer = new byte[] {0, 0, 0, 0, 2, 8, status};
      response.write(true, ByteBuffer.wrap(code.equals("0") ? answer : new byte[0]), callback);
      return true;
    }
  }

  private record Sockets(Socket socket, InputStream in, OutputStream out) implements Connection {
    @Override
    public Connection encrypted() {
      return this;
    }

    @Override
    public void closeOut() {}

    @Override
    public void close() {}
  }

  private static String ask(String service) throws Exception {
    var server = new Server();
    var connector =
        new ServerConnector(server, new HTTP2CServerConnectionFactory(new HttpConfiguration()));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Health());
    server.start();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      var connection = new Sockets(socket, socket.getInputStream(), socket.getOutputStream());
      return GrpcHealth.check(connection, "localhost:1", service);
    } finally {
      server.stop();
    }
  }

  @Test
  void a_server_tells_how_its_services_are() throws Exception {
    assertThat(ask("")).isEqualTo(GrpcHealth.SERVING);
    assertThat(ask("web")).isEqualTo(GrpcHealth.SERVING);
    assertThat(ask("cache")).isEqualTo("NOT_SERVING");
  }

  @Test
  void a_server_without_such_a_service_is_no_answer() {
    assertThatThrownBy(() -> ask("nobody"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("grpc.health.v1.Health/Check");
  }
}
