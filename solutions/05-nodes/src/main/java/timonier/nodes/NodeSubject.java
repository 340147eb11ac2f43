package timonier.nodes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import timonier.apiserver.requests.User;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;

/// Finds out which node a certificate request is about.
final class NodeSubject {

  private static final Pattern NAME = Pattern.compile("CN=" + User.NODE_PREFIX + "([-a-z0-9.]+)");

  /// Returns the node that a request names; empty if it cannot be read, or does not name a node.
  ///
  /// @param encoded as in `spec.request`: PEM in base 64
  static Optional<String> of(String encoded) {
    try {
      return node(CertificateAuthority.requested(request(encoded)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Returns the bytes of a request.
  ///
  /// @throws IllegalArgumentException if they cannot be read
  static byte[] request(String encoded) {
    var pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
    return Pem.bytes(pem);
  }

  /// Returns the node of a distinguished name: common name `system:node:NAME`, organisation
  /// `system:nodes`, in any order, and nothing else.
  private static Optional<String> node(String subject) {
    var parts = Set.of(subject.split(",", -1));
    if (parts.size() != 2 || !parts.contains("O=" + User.NODES)) {
      return Optional.empty();
    }
    return parts.stream()
        .map(NAME::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(found -> found.group(1))
        .findFirst();
  }

  private NodeSubject() {}
}
