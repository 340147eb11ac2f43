package timonier.apiserver.rules.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of requests for certificates.
final class CertificateChecks {

  /// What a key may be used for (`certificates/v1.KeyUsage`).
  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");

  private static final int SHORTEST = 600;

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "signer name", _ -> Check.of(CertificateChecks::signerName),
        "key usages", _ -> Check.of(CertificateChecks::usages),
        "certificate life", _ -> Check.of(CertificateChecks::life));
  }

  /// A domain and a name below it.
  private static void signerName(Subject signer) {
    var parts = signer.text().split("/", -1);
    if (parts.length != 2) {
      signer.invalid(
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    var labels = parts[0].split("\\.", -1);
    if (labels.length < 2) {
      signer.invalid("should be a domain with at least two segments separated by dots");
    }
    Stream.of(labels)
        .forEach(
            label -> Names.label(signer.causes(), signer.path(), signer.withText(label).value()));
    Names.subdomain(signer.causes(), signer.path(), signer.withText(parts[1]).value());
    if (signer.text().equals("kubernetes.io/legacy-unknown")) {
      signer.invalid("the legacy signerName is not allowed via this API version");
    }
  }

  private static void usages(Subject usages) {
    var seen = new HashSet<String>();
    for (var i = 0; i < usages.value().size(); i++) {
      var usage = usages.element(i);
      if (!USAGES.contains(usage.text())) {
        usage.notSupported(USAGES);
      } else if (!seen.add(usage.text())) {
        usage.duplicate();
      }
    }
  }

  private static void life(Subject seconds) {
    if (seconds.value().asLong() < SHORTEST) {
      seconds.invalid("may not specify a duration less than 600 seconds (10 minutes)");
    }
  }

  private CertificateChecks() {}
}
