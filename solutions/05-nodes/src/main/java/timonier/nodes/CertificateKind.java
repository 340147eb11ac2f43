package timonier.nodes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import timonier.kit.certificates.CertificateAuthority.Usage;

/// What a node's certificate is for: its two are apart, so that neither opens what the other does.
public enum CertificateKind {
  /// By which the API server knows the node.
  CLIENT("kubernetes.io/kube-apiserver-client-kubelet", "client auth", Usage.CLIENT),

  /// By which the node is known to those who call it.
  SERVING("kubernetes.io/kubelet-serving", "server auth", Usage.SERVER);

  private final String signer;
  private final String purpose;
  private final Usage usage;

  CertificateKind(String signer, String purpose, Usage usage) {
    this.signer = signer;
    this.purpose = purpose;
    this.usage = usage;
  }

  /// The kind that a signer signs, as `spec.signerName` has it; empty for other signers.
  static Optional<CertificateKind> of(String signer) {
    return Arrays.stream(values()).filter(kind -> kind.signer.equals(signer)).findFirst();
  }

  /// Who signs it.
  String signer() {
    return signer;
  }

  /// What a request says of its use.
  List<String> usages() {
    return List.of("digital signature", purpose);
  }

  /// What the certificate says of its use.
  Usage usage() {
    return usage;
  }
}
