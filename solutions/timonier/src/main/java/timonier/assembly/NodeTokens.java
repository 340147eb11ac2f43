package timonier.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import timonier.kit.certificates.Identity;
import timonier.nodes.JoinTokens;

/// Makes the tokens of the nodes that a cluster starts itself.
///
/// @param plane its server
/// @param authority the cluster's authority
record NodeTokens(ControlPlane plane, X509Certificate authority) {

  /// A certificate that expires within this time does not count: its node may need it longer.
  private static final Duration MARGIN = Duration.ofHours(1);

  private static final String FILE = "join.token";

  /// The file in which a node finds its token, if it needs one.
  static Path file(Path home) {
    return home.resolve(FILE);
  }

  /// Writes a token to a node's folder, so that it can join, unless its certificate is accepted.
  void prepare(String node, Path home, Instant now) {
    var kept = IdentityFile.read(IdentityFile.client(home));
    if (kept.map(Identity::certificate).filter(shown -> isGood(node, shown, now)).isPresent()) {
      return;
    }
    try {
      Files.createDirectories(home);
      Files.deleteIfExists(IdentityFile.client(home));
      Files.deleteIfExists(IdentityFile.serving(home));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var token = JoinTokens.create(plane.client("up"), authority, node, now);
    DataFolder.writeSecret(file(home), token);
  }

  private boolean isGood(String node, X509Certificate certificate, Instant now) {
    try {
      certificate.verify(authority.getPublicKey());
    } catch (GeneralSecurityException _) {
      return false;
    }
    return plane.accepts(node, certificate, now.plus(MARGIN));
  }

  /// Removes a used token.
  void remove(Path home) {
    var file = file(home);
    try {
      if (Files.exists(file)) {
        JoinTokens.remove(plane.client("up"), Files.readString(file).strip());
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
