package timonier.nodes;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.kinds.CertificateSigningRequest;
import timonier.apiserver.requests.User;
import timonier.client.Client;
import timonier.kit.certificates.CertificateAuthority;
import timonier.kit.certificates.Pem;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ObjectMeta;
import timonier.pods.objects.Status;

/// Requests a certificate, and waits for it.
///
/// @param kind its purpose
/// @param node the node's name
/// @param pair the key to certify
/// @param addresses the node's addresses, for a serving certificate
public record CertificateOrder(
    CertificateKind kind, String node, KeyPair pair, List<String> addresses) {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int TRIES = 200;

  /// Returns the certificate. The same order may be placed again: it makes one request.
  ///
  /// @throws ApiException if the request is refused, or not granted within ten seconds
  public X509Certificate place(EventLoop loop, Client client) {
    var name = ask(client);
    for (var tries = 0; tries < TRIES; tries++) {
      var issued =
          client
              .get(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS, ObjectKey.of(name))
              .status()
              .map(CertificateSigningRequest.Status::certificate)
              .filter(found -> !found.isEmpty());
      if (issued.isPresent()) {
        var pem = Base64.getDecoder().decode(issued.get());
        return Pem.certificate(new String(pem, StandardCharsets.US_ASCII));
      }
      loop.sleep(PAUSE);
    }
    throw new ApiException(
        Status.failure(
            504,
            "Timeout",
            "the request %s for a certificate was not granted within ten seconds".formatted(name)));
  }

  /// The name of the request, derived from the key: so it is the same if an answer gets lost.
  private String name() {
    var id = CertificateAuthority.fingerprint(pair.getPublic().getEncoded()).substring(0, 16);
    return "node-csr-" + kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + id;
  }

  private String ask(Client client) {
    var bytes =
        CertificateAuthority.request(pair, User.NODE_PREFIX + node, List.of(User.NODES), addresses);
    var pem = Pem.block("CERTIFICATE REQUEST", bytes).getBytes(StandardCharsets.US_ASCII);
    var spec =
        new CertificateSigningRequest.Spec(
            Base64.getEncoder().encodeToString(pem), kind.signer(), kind.usages());
    try {
      client.create(
          ApiServerPart.CERTIFICATE_SIGNING_REQUESTS,
          new CertificateSigningRequest(ObjectMeta.of("", name()), spec, Optional.empty()));
    } catch (ApiException refusal) {
      if (!refusal.is("AlreadyExists")) {
        throw refusal;
      }
    }
    return name();
  }
}
