package timonier.kit.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.kit.certificates.CertificateAuthority.Usage;

@Tag("real")
class TlsTest {

  private static final Duration YEAR = Duration.ofDays(365);

  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("test", now);
  private final CurrentIdentity current = new CurrentIdentity();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private SSLServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    var factory = Tls.context(current, trusted()).getServerSocketFactory();
    listener =
        (SSLServerSocket) factory.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(true);
    threads.submit(() -> {
      while (true) {
        var socket = (SSLSocket) listener.accept();
        threads.submit(() -> {
          try (socket) {
            socket.startHandshake();
            socket.getOutputStream().write(1);
            socket.getInputStream().read();
          }
          return null;
        });
      }
    });
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  private X509Certificate trusted() {
    return authority.identity().certificate();
  }

  private Identity identity(String name, Usage usage, List<String> addresses) {
    var pair = CertificateAuthority.newKey();
    var request = CertificateAuthority.request(pair, name, List.of(), addresses);
    return new Identity(authority.sign(request, usage, addresses, now, YEAR), pair.getPrivate());
  }

  private Identity serving(String name) {
    return identity(name, Usage.SERVER, List.of("127.0.0.1"));
  }

  /// The name in the certificate that the server shows to a client that it accepts.
  private String call(Identity caller) throws IOException {
    // a context of its own, otherwise the session would be resumed
    SSLContext tls = Tls.context(Optional.of(caller), trusted());
    try (var socket =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(listener.getInetAddress(), listener.getLocalPort())) {
      assertThat(socket.getInputStream().read()).isEqualTo(1);
      return socket.getSession().getPeerPrincipal().getName();
    }
  }

  @Test
  void a_serving_certificate_does_not_open_what_a_client_certificate_opens() throws IOException {
    current.set(serving("node"));

    assertThat(call(identity("caller", Usage.CLIENT, List.of()))).isEqualTo("CN=node");
    assertThatThrownBy(() -> call(serving("caller"))).isInstanceOf(IOException.class);
  }

  @Test
  void a_server_that_shows_a_client_certificate_is_not_trusted() {
    current.set(identity("node", Usage.CLIENT, List.of()));

    assertThatThrownBy(() -> call(identity("caller", Usage.CLIENT, List.of())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_renewed_identity_is_shown_from_then_on() throws IOException {
    var caller = identity("caller", Usage.CLIENT, List.of());
    current.set(serving("old"));
    assertThat(call(caller)).isEqualTo("CN=old");

    current.set(serving("new"));
    assertThat(call(caller)).isEqualTo("CN=new");
  }

  @Test
  void an_early_caller_waits_for_an_identity() throws Exception {
    var caller = identity("caller", Usage.CLIENT, List.of());
    var early = threads.submit(() -> call(caller));
    threads.submit(() -> current.set(serving("late")));

    assertThat(early.get()).isEqualTo("CN=late");
  }

  @Test
  void a_request_tells_which_addresses_it_is_for() {
    var pair = CertificateAuthority.newKey();
    var names = List.of("127.1.0.1", "node-1", "0:0:0:0:0:0:0:1");

    var request = CertificateAuthority.request(pair, "a", List.of(), names);
    assertThat(CertificateAuthority.requestedAddresses(request)).contains(names);
    var bare = CertificateAuthority.request(pair, "a", List.of(), List.of());
    assertThat(CertificateAuthority.requestedAddresses(bare)).contains(List.of());
  }

  @Test
  void a_key_pair_is_read_as_it_was_written() {
    var pair = CertificateAuthority.newKey();

    var read = Pem.pair(Pem.of(pair));
    assertThat(read.getPrivate()).isEqualTo(pair.getPrivate());
    assertThat(read.getPublic()).isEqualTo(pair.getPublic());
  }
}
