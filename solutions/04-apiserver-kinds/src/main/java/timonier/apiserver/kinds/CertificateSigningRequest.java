package timonier.apiserver.kinds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectMeta;

/// A request for a certificate (`certificates.k8s.io/v1`); nodes join by one.
///
/// @param metadata its name
/// @param spec what is asked for
/// @param status what came of it
public record CertificateSigningRequest(ObjectMeta metadata, Spec spec, Optional<Status> status)
    implements KubernetesObject {

  /// A request; without a spec, an empty one.
  public CertificateSigningRequest {
    spec = spec == null ? new Spec("", "", List.of(), "", List.of(), Map.of()) : spec;
  }

  /// What is asked for.
  ///
  /// @param request a PKCS #10 request, PEM in base 64
  /// @param signerName which signer must sign it
  /// @param usages what the certificate is for
  /// @param username who asks, as the server knows them
  /// @param groups to which they belong, as the server knows them
  /// @param extra what else the server knows of them
  public record Spec(
      String request,
      String signerName,
      List<String> usages,
      String username,
      List<String> groups,
      Map<String, List<String>> extra) {

    /// What a client sends; the server adds who the client is.
    public Spec(String request, String signerName, List<String> usages) {
      this(request, signerName, usages, "", List.of(), Map.of());
    }
  }

  /// What came of it.
  ///
  /// @param certificate the certificate, PEM in base 64; empty until it is issued
  /// @param conditions whether it was approved or denied
  public record Status(String certificate, List<Condition> conditions) {}

  /// A decision.
  ///
  /// @param type `Approved` or `Denied`
  /// @param status `True`
  /// @param reason one word
  /// @param message a sentence
  public record Condition(String type, String status, String reason, String message) {}
}
