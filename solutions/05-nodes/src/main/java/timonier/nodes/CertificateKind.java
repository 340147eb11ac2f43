package timonier.nodes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import timonier.kit.certificates.CertificateAuthority.Usage;

/// The purpose of a node's certificate. Each node has two, so that neither opens what the other
/// does.
public enum CertificateKind {
  /// Identifies the node to the API server.
  CLIENT("kubernetes.io/kube-apiserver-client-kubelet", "client auth", Usage.CLIENT),

  /// Identifies the node to its callers.
  SERVING("kubernetes.io/kubelet-serving", "server auth", Usage.SERVER);

  private final String signer;
  private final String purpose;
  private final Usage usage;

  CertificateKind(String signer, String purpose, Usage usage) {
    this.signer = signer;
    this.purpose = purpose;
    this.usage = usage;
  }

  /// Returns the kind of a signer, named as in `spec.signerName`; empty for other signers.
  static Optional<CertificateKind> of(String signer) {
    return Arrays.stream(values()).filter(kind -> kind.signer.equals(signer)).findFirst();
  }

  /// The signer's name.
  String signer() {
    return signer;
  }

  /// The usages in a request.
  List<String> usages() {
    return List.of("digital signature", purpose);
  }

  /// The usage in the certificate.
  Usage usage() {
    return usage;
  }
}
