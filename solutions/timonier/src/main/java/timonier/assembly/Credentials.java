package timonier.assembly;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import timonier.apiserver.Authenticator;
import timonier.apiserver.User;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Identity;
import timonier.kit.certificates.Pem;
import timonier.kit.certificates.Tls;

/// Who is who in one cluster: its authority, tokens and certificates, kept in the data folder.
///
/// @param authority the cluster's own certificate authority
/// @param adminToken lets its bearer do everything
/// @param joinSecret lets its bearer ask for a node's certificate
record Credentials(CertificateAuthority authority, String adminToken, String joinSecret) {

  private static final String SERVER_NAME = "timonier-apiserver";

  /// What the API server's certificate says of it.
  static final X500Principal SERVER = new X500Principal("CN=" + SERVER_NAME);

  /// Those of a data folder, made where they are missing.
  static Credentials of(DataFolder folder, Instant now) {
    var certificate = folder.read("ca.crt");
    CertificateAuthority authority;
    if (certificate.isPresent()) {
      authority =
          new CertificateAuthority(
              new Identity(
                  Pem.certificate(certificate.get()),
                  Pem.key(folder.read("ca.key").orElseThrow())));
    } else {
      authority = CertificateAuthority.create("timonier", now);
      folder.writeSecret("ca.key", Pem.of(authority.identity().key()));
      folder.writeSecret("ca.crt", Pem.of(authority.identity().certificate()));
    }
    return new Credentials(authority, token(folder, "admin.token"), token(folder, "join.secret"));
  }

  /// Those of a cluster that leaves nothing behind.
  static Credentials fresh(CertificateAuthority authority) {
    return new Credentials(authority, secret(), secret());
  }

  private static String token(DataFolder folder, String name) {
    var kept = folder.read(name).map(String::strip);
    if (kept.isPresent()) {
      return kept.get();
    }
    var token = secret();
    folder.writeSecret(name, token + "\n");
    return token;
  }

  private static String secret() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// `<CA fingerprint>.<secret>`: what a node needs to join.
  String joinToken() {
    return CertificateAuthority.fingerprint(authority.identity().certificate()) + "." + joinSecret;
  }

  /// The API server's own identity. The server's identity, and whom it trusts.
  SSLContext tls(Instant now) {
    return tls(authority, now);
  }

  static SSLContext tls(CertificateAuthority authority, Instant now) {
    return Tls.context(Optional.of(server(authority, now)), authority.identity().certificate());
  }

  private static Identity server(CertificateAuthority authority, Instant now) {
    return authority.server(
        SERVER_NAME,
        List.of(
            "localhost",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "127.0.0.1",
            InetAddress.getLoopbackAddress().getHostAddress()),
        now);
  }

  /// Knows users by certificate, and by token.
  Authenticator authenticator() {
    var certificates = Authenticator.certificates();
    return shown ->
        certificates.authenticate(shown).or(() -> shown.bearerToken().flatMap(this::bearer));
  }

  private Optional<User> bearer(String token) {
    if (same(token, adminToken)) {
      return Optional.of(new User("admin", List.of(User.MASTERS, User.AUTHENTICATED)));
    }
    return same(token, joinSecret)
        ? Optional.of(new User("system:bootstrap", List.of(User.BOOTSTRAPPERS, User.AUTHENTICATED)))
        : Optional.empty();
  }

  private static boolean same(String one, String other) {
    return java.security.MessageDigest.isEqual(
        one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// The `kubeconfig` of an administrator.
  String kubeconfig(int port, Instant now) {
    var admin = authority.client("kubernetes-admin", List.of(User.MASTERS), now);
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
        client-certificate-data: %s
        client-key-data: %s
    contexts:
    - name: timonier
      context:
        cluster: timonier
        user: admin
    current-context: timonier
    """
        .formatted(
            port,
            base64(Pem.of(authority.identity().certificate())),
            base64(Pem.of(admin.certificate())),
            base64(Pem.of(admin.key())));
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
