package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Schemas;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Tls;
import timonier.store.MemoryStore;

/// Uses a second loopback address as the address of a machine.
@Tag("real")
class ServerAddressTest {

  private static final String OTHER = "127.0.0.2";

  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("timonier", now);

  private ControlPlane plane(ServerAddress address) {
    var credentials = Credentials.fresh(authority);
    var plan =
        new ControlPlane.Plan(
            _ -> new MemoryStore(),
            new Schemas(),
            "10.96.0.0/16",
            address,
            4,
            Duration.ofSeconds(40));
    return new ControlPlane(plan, credentials, credentials.tls(address, now));
  }

  private int status(String host, int port) throws IOException, InterruptedException {
    var tls = Tls.context(Optional.empty(), authority.identity().certificate());
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      var request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/readyz"));
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void a_server_is_reached_at_its_address_under_each_of_its_names() throws Exception {
    try (var plane = plane(new ServerAddress("0.0.0.0", 0, List.of(OTHER)))) {
      var port = plane.listen();
      assertThat(status(OTHER, port)).isEqualTo(200);
      assertThat(status("127.0.0.1", port)).isEqualTo(200);
    }
  }

  @Test
  void a_name_that_the_certificate_lacks_is_not_trusted() throws Exception {
    try (var plane = plane(new ServerAddress("0.0.0.0", 0, List.of()))) {
      var port = plane.listen();
      assertThatThrownBy(() -> status(OTHER, port)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void an_address_on_which_no_server_can_listen_is_refused_in_one_sentence() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var port = other.getLocalPort();
      assertThatThrownBy(ServerAddress.local(port)::requireFree)
          .isInstanceOf(CommandFailure.class)
          .hasMessageMatching(
              "The API server cannot listen on 127.0.0.1:"
                  + port
                  + ": .* in use.*\\. Stop what"
                  + " uses this port, or choose another --port or --bind-address\\.");
    }
    // an address that no machine has (RFC 5737)
    assertThatThrownBy(new ServerAddress("192.0.2.1", 0, List.of())::requireFree)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("192.0.2.1");
    assertThat(new ServerAddress(OTHER, 0, List.of()).requireFree().bind()).isEqualTo(OTHER);
  }

  @Test
  void by_default_it_listens_for_this_machine_alone() throws Exception {
    try (var plane = plane(ServerAddress.local(0))) {
      var port = plane.listen();
      assertThat(status("127.0.0.1", port)).isEqualTo(200);
      assertThatThrownBy(() -> status(OTHER, port)).isInstanceOf(ConnectException.class);
    }
  }
}
