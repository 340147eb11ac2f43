package timonier.assembly;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import timonier.apiserver.extensions.Authenticator;
import timonier.apiserver.requests.User;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;

/// The certificate authority, tokens and certificates of one cluster, kept in its data folder.
///
/// @param authority the cluster's own certificate authority
/// @param adminToken lets its bearer do everything
record Credentials(CertificateAuthority authority, String adminToken) {

  private static final String SERVER_NAME = "timonier-apiserver";

  /// Shorter tokens are refused: a full disk may leave an empty one, and a short one can be
  /// guessed.
  private static final int SHORTEST = 16;

  /// The subject of the API server's certificate.
  static final X500Principal SERVER = new X500Principal("CN=" + SERVER_NAME);

  /// The names and addresses of every API server on its own machine and in its cluster.
  static final List<String> SERVER_ADDRESSES =
      Stream.of(
              "localhost",
              "kubernetes",
              "kubernetes.default",
              "kubernetes.default.svc",
              "127.0.0.1",
              InetAddress.getLoopbackAddress().getHostAddress())
          .distinct()
          .toList();

  /// Returns those of a data folder; makes what is missing.
  ///
  /// @throws CommandFailure if a file does not hold what it should, or is missing while there are
  ///   nodes whose certificates depend on it
  static Credentials of(DataFolder folder, Instant now) {
    var isNew = folder.read("ca.crt").isEmpty() && !folder.hasNodeCertificates();
    var authority = isNew ? newAuthority(folder, now) : authority(folder, now);
    return new Credentials(authority, token(folder, "admin.token"));
  }

  private static CertificateAuthority newAuthority(DataFolder folder, Instant now) {
    var authority = CertificateAuthority.create("timonier", now);
    folder.writeSecret("ca.key", Pem.of(authority.identity().key()));
    folder.writeSecret("ca.crt", Pem.of(authority.identity().certificate()));
    return authority;
  }

  private static CertificateAuthority authority(DataFolder folder, Instant now) {
    var certificate = folder.require("ca.crt", "the cluster's certificate", Pem::certificate);
    var key = folder.require("ca.key", "the cluster's key", Pem::key);
    var authority = new CertificateAuthority(new Identity(certificate, key));
    return folder.require("ca.key", "the key of ca.crt", _ -> paired(authority, now));
  }

  private static CertificateAuthority paired(CertificateAuthority authority, Instant now) {
    try {
      var issued = authority.client("anybody", List.of(), now).certificate();
      issued.verify(authority.identity().certificate().getPublicKey());
      return authority;
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException("the key is another's", wrong);
    }
  }

  /// Credentials of a cluster that keeps nothing on disk.
  static Credentials fresh(CertificateAuthority authority) {
    return new Credentials(authority, CertificateAuthority.newSecret());
  }

  private static String token(DataFolder folder, String name) {
    if (folder.read(name).isPresent()) {
      return folder.require(
          name,
          "a token of %d letters or more".formatted(SHORTEST),
          kept -> {
            if (kept.strip().length() < SHORTEST) {
              throw new IllegalArgumentException("too short to be a secret");
            }
            return kept.strip();
          });
    }
    var token = CertificateAuthority.newSecret();
    folder.writeSecret(name, token);
    return token;
  }

  /// The API server's identity and its trusted authority.
  SSLContext tls(ServerAddress address, Instant now) {
    return tls(authority, address, now);
  }

  static SSLContext tls(CertificateAuthority authority, ServerAddress address, Instant now) {
    var server = authority.server(SERVER_NAME, address.names(), now);
    return Tls.context(Optional.of(server), authority.identity().certificate());
  }

  /// Recognises the administrator by token.
  Authenticator authenticator() {
    return shown -> shown.bearerToken().flatMap(this::bearer);
  }

  private Optional<User> bearer(String token) {
    if (same(token, adminToken)) {
      return Optional.of(new User("admin", List.of(User.MASTERS, User.AUTHENTICATED)));
    }
    return Optional.empty();
  }

  private static boolean same(String one, String other) {
    return java.security.MessageDigest.isEqual(
        one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// The `kubeconfig` of an administrator. It holds the token rather than a key, because every
  /// client can read a token, but not every form of a key.
  String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: timonier
      cluster:
        server: https://127.0.0.1:%d
        certificate-authority-data: %s
    users:
    - name: admin
      user:
        token: %s
    contexts:
    - name: timonier
      context:
        cluster: timonier
        user: admin
    current-context: timonier
    """
        .formatted(port, base64(Pem.of(authority.identity().certificate())), adminToken);
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
