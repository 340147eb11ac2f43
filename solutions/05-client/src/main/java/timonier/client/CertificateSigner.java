package timonier.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import timonier.apiserver.ApiServerPart;
import timonier.apiserver.CertificateSigningRequest;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.kit.loop.EventLoop;
import timonier.pods.ApiException;

/// Gives nodes that join their certificates.
///
/// Only a request for the identity of a node is granted: common name `system:node:NAME`,
/// organisation `system:nodes`. Whoever may ask at all holds a join token.
public final class CertificateSigner {

  /// Tells the address under which a node is reached; it goes into the certificate.
  public static final String ADDRESS = "timonier/node-address";

  private static final String SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";

  private final EventLoop loop;
  private final Client client;
  private final CertificateAuthority authority;

  /// Begins to sign.
  public CertificateSigner(ComponentContext context, CertificateAuthority authority) {
    this.loop = context.loop();
    this.client = context.client();
    this.authority = authority;
    var requests = context.cache(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS);
    context.whenSynced(
        () -> requests.listen((_, after) -> after.filter(this::isOpen).ifPresent(this::decide)));
  }

  private boolean isOpen(CertificateSigningRequest request) {
    return request.spec().signerName().equals(SIGNER)
        && request.status().filter(s -> !s.certificate().isEmpty()).isEmpty();
  }

  private void decide(CertificateSigningRequest request) {
    try {
      var pem =
          new String(
              Base64.getDecoder().decode(request.spec().request()), StandardCharsets.US_ASCII);
      var bytes = Pem.bytes(pem);
      if (isNode(CertificateAuthority.requested(bytes))) {
        var address = request.metadata().annotations().getOrDefault(ADDRESS, "127.0.0.1");
        var certificate = authority.sign(bytes, List.of(address), loop.now());
        issue(request, Pem.of(certificate));
      }
    } catch (IllegalArgumentException e) {
      // no request for a certificate at all: it stays pending for a person to look at
    }
  }

  /// The order of the parts of a name tells nothing.
  private static boolean isNode(String subject) {
    var parts = Set.of(subject.split(",", -1));
    return parts.size() == 2
        && parts.contains("O=system:nodes")
        && parts.stream().anyMatch(part -> part.matches("CN=system:node:[-a-z0-9.]+"));
  }

  private void issue(CertificateSigningRequest request, String certificate) {
    var body = JsonNodeFactory.instance.objectNode();
    var status = body.putObject("status");
    status.put(
        "certificate",
        Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)));
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Approved")
        .put("status", "True")
        .put("reason", "AutoApproved")
        .put("message", "The request came with a join token.");
    try {
      client.patch(
          ApiServerPart.CERTIFICATE_SIGNING_REQUESTS,
          request.key(),
          Patch.merge(body).to("status"));
    } catch (ApiException refusal) {
      loop.after(java.time.Duration.ofSeconds(1), () -> decide(request));
    }
  }
}
