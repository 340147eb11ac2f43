package timonier.apiserver.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.loop.LiveLoops;

/// Clients that begin something and do not go on are cut off; those that are only idle are not.
@Tag("real")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpDeadlinesTest {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  /// `POST / https a`, in HPACK.
  private static final byte[] POST = {(byte) 0x83, (byte) 0x84, (byte) 0x87, 0x41, 1, 'a'};

  private final LiveLoops loops = new LiveLoops((_, _) -> {});
  private final CertificateAuthority authority = CertificateAuthority.create("test", Instant.now());
  private final HttpServer server =
      new HttpServer(
          loops.loop("streams"),
          LIMIT,
          new Fine(),
          _ -> Optional.empty(),
          "127.0.0.1",
          0,
          Tls.context(
              Optional.of(authority.server("apiserver", List.of("127.0.0.1"), Instant.now())),
              authority.identity().certificate()));

  private static final class Fine implements Transport {
    @Override
    public ApiResponse call(ApiRequest request) {
      return ApiResponse.of(200, "text/plain", "fine".getBytes(ISO_8859_1));
    }

    @Override
    public Cancellable watch(ApiRequest request, WatchObserver observer) {
      return () -> {};
    }
  }

  @AfterAll
  void close() {
    server.close();
    loops.close();
  }

  private Socket plain(byte... said) throws IOException {
    var socket = new Socket("127.0.0.1", server.port());
    socket.getOutputStream().write(said);
    return socket;
  }

  private Socket secure(String protocol, byte[]... said) throws IOException {
    var socket =
        (SSLSocket)
            Tls.context(Optional.empty(), authority.identity().certificate())
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port());
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    for (var bytes : said) {
      socket.getOutputStream().write(bytes);
    }
    return socket;
  }

  private Socket http1(String said) throws IOException {
    return secure("http/1.1", said.getBytes(ISO_8859_1));
  }

  private Socket http2(byte[]... said) throws IOException {
    return secure("h2", said);
  }

  /// @param flags 4 if the head ends with it
  private static byte[] headers(int announced, int flags, byte[] said) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, 0, (byte) announced, 1, (byte) flags, 0, 0, 0, 1});
    frame.writeBytes(said);
    return frame.toByteArray();
  }

  private Map<String, Socket> slow() throws IOException {
    var slow = new LinkedHashMap<String, Socket>();
    slow.put("no handshake", plain());
    slow.put("half a handshake", plain((byte) 0x16, (byte) 3, (byte) 1, (byte) 2, (byte) 0));
    slow.put("no request", http1(""));
    slow.put("half a request line", http1("GET /ver"));
    slow.put("half a head", http1("GET / HTTP/1.1\r\nHost: a\r\nAcc"));
    slow.put("half a second head", http1("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHo"));
    slow.put("half a body", http1("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"));
    slow.put(
        "half a chunk",
        http1("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"));
    slow.put("half a preface of HTTP/2", http2("PRI *".getBytes(ISO_8859_1)));
    slow.put("half a head of HTTP/2", http2(PREFACE, SETTINGS, headers(6, 0, POST)));
    slow.put("half a frame of HTTP/2", http2(PREFACE, SETTINGS, headers(9, 4, POST)));
    slow.put("no body of HTTP/2", http2(PREFACE, SETTINGS, headers(6, 4, POST)));
    return slow;
  }

  private static boolean isCut(Socket socket) throws IOException {
    socket.setSoTimeout((int) LIMIT.multipliedBy(10).toMillis());
    try (socket) {
      var _ = socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
  }

  @Test
  void who_does_not_go_on_is_cut_off_and_who_is_idle_is_not() throws Exception {
    var request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    try (var idle = http1(request)) {
      assertThat(answer(idle)).isEqualTo("HTTP/1.1 200");
      for (var entry : slow().entrySet()) {
        assertThat(isCut(entry.getValue())).as(entry.getKey()).isTrue();
      }
      idle.getInputStream().skipNBytes(idle.getInputStream().available());
      idle.getOutputStream().write(request.getBytes(ISO_8859_1));
      assertThat(answer(idle)).isNotEmpty();
    }
  }

  @Test
  void a_body_that_is_announced_too_long_is_refused_before_it_comes() throws Exception {
    var head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n";
    try (var socket = http1(head.formatted((3 << 20) + 1))) {
      assertThat(answer(socket)).isEqualTo("HTTP/1.1 413");
    }
  }
}
