package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.apiserver.requests.User;
import timonier.client.HttpTransport;
import timonier.client.TransportClient;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;
import timonier.kit.loop.EventLoop;
import timonier.nodes.CertificateKind;
import timonier.nodes.CertificateOrder;
import timonier.pods.objects.ApiException;

/// Gets a node what it needs to join a cluster, once, with a token, and keeps it.
///
/// ```
/// ca.crt       the authority that signed the server's certificate
/// client.pem   its certificate as a client of the server
/// serving.pem  its certificate for those who call it
/// joining.pem  while it joins: a key without a certificate, so that a lost answer does no harm
/// ```
///
/// @param server the URL of the API server
/// @param name the node's name
/// @param home its folder
record NodeJoin(URI server, String name, Path home) {

  /// The authority that a node trusts, and its own identity.
  record Membership(X509Certificate authority, Identity identity) {}

  /// Returns the membership on disk; if there is none, joins with a token.
  ///
  /// @param token read only if needed
  /// @throws CommandFailure if the token is refused
  Membership membership(EventLoop loop, Supplier<String> token) throws IOException {
    var kept = IdentityFile.read(IdentityFile.client(home));
    var authority = home.resolve("ca.crt");
    if (kept.filter(identity -> isFresh(identity, loop)).isPresent() && Files.exists(authority)) {
      return new Membership(Pem.certificate(Files.readString(authority)), kept.get());
    }
    return join(loop, token.get());
  }

  private static boolean isFresh(Identity identity, EventLoop loop) {
    return identity.certificate().getNotAfter().toInstant().isAfter(loop.now());
  }

  private Membership join(EventLoop loop, String token) throws IOException {
    var dot = token.indexOf('.');
    if (dot < 0 || server.getHost() == null) {
      throw new CommandFailure(
          "--server takes an address such as https://127.0.0.1:6443, and a join token is"
              + " <fingerprint>.<secret>: get one with ./timonier token create "
              + name
              + ".");
    }
    var authority = Tls.authority(server.getHost(), server.getPort(), token.substring(0, dot));
    var tls = Tls.context(Optional.empty(), authority);
    var draft = home.resolve("joining.pem");
    var pair = key(draft);
    try (var transport = new HttpTransport(server, Optional.of(token.substring(dot + 1)), tls)) {
      var client = new TransportClient(transport, new User("system:bootstrap", List.of()));
      var order = new CertificateOrder(CertificateKind.CLIENT, name, pair, List.of());
      var identity = new Identity(order.place(loop, client), pair.getPrivate());
      DataFolder.writeSecret(home.resolve("ca.crt"), Pem.of(authority));
      new IdentityFile(IdentityFile.client(home), _ -> {}).keep(identity);
      Files.deleteIfExists(draft);
      return new Membership(authority, identity);
    } catch (ApiException refusal) {
      throw new CommandFailure(
          ("The cluster does not let %s join: %s. A token is for one node, good once and for a"
                  + " day; get another with ./timonier token create %s.")
              .formatted(name, refusal.getMessage(), name),
          refusal);
    }
  }

  private static KeyPair key(Path draft) {
    try {
      if (Files.exists(draft)) {
        return Pem.pair(Files.readString(draft));
      }
    } catch (IllegalArgumentException _) {
      // torn by a crash while it was written: no certificate was asked for with it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var pair = CertificateAuthority.newKey();
    DataFolder.writeSecret(draft, Pem.of(pair));
    return pair;
  }
}
