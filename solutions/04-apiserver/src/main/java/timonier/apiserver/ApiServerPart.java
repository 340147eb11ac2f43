package timonier.apiserver;

import java.util.List;
import timonier.pods.Part;
import timonier.pods.ResourceType;

/// What this stratum adds to the orchestrator: the types that need nobody but the server.
public final class ApiServerPart {

  /// Namespaces.
  public static final ResourceType<PlainObject> NAMESPACES =
      new ResourceType<>(
          "",
          "v1",
          "Namespace",
          "namespaces",
          false,
          List.of("ns"),
          List.of(),
          List.of("status"),
          PlainObject.class);

  /// Requests for certificates.
  public static final ResourceType<CertificateSigningRequest> CERTIFICATE_SIGNING_REQUESTS =
      new ResourceType<>(
          "certificates.k8s.io",
          "v1",
          "CertificateSigningRequest",
          "certificatesigningrequests",
          false,
          List.of("csr"),
          List.of(),
          List.of("status", "approval"),
          CertificateSigningRequest.class);

  /// Secrets.
  public static final ResourceType<PlainObject> SECRETS =
      new ResourceType<>(
          "", "v1", "Secret", "secrets", true, List.of(), List.of(), List.of(), PlainObject.class);

  private static ResourceType<PlainObject> plain(String kind, String plural, String shortName) {
    return new ResourceType<>(
        "", "v1", kind, plural, true, List.of(shortName), List.of(), List.of(), PlainObject.class);
  }

  /// Namespaces, ConfigMaps, Secrets, ServiceAccounts and CertificateSigningRequests.
  public static Part part() {
    return new Part(
        4,
        "apiserver",
        List.of(
            NAMESPACES,
            plain("ConfigMap", "configmaps", "cm"),
            SECRETS,
            plain("ServiceAccount", "serviceaccounts", "sa"),
            CERTIFICATE_SIGNING_REQUESTS),
        List.of(
            new PodRules(),
            new Namespaces.Rules(),
            new CertificateRequests(),
            (Admission.Factory) _ -> new CertificateRequests(),
            (Admission.Factory) _ -> new Namespaces.Immortal(),
            (Admission.Factory) _ -> new Namespaces.Finalizers(),
            (Admission.Factory) _ -> new StorageProtection(),
            (Authorizer.Factory) _ -> Authorizer.fixed()));
  }

  private ApiServerPart() {}
}
