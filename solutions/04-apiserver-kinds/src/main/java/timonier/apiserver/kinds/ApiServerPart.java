package timonier.apiserver.kinds;

import java.util.List;
import timonier.apiserver.extensions.Admission;
import timonier.apiserver.extensions.Authorizer;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// What this stratum adds to the orchestrator: types that need no other component, and rules of
/// kinds.
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

  /// The names of the namespaces that are always there.
  public static final List<String> DEFAULT_NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

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

  /// Endpoints, which are served for old clients.
  public static final ResourceType<PlainObject> ENDPOINTS = plain("Endpoints", "endpoints", "ep");

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
            new NamespaceRules(),
            new CertificateRequests(),
            (Admission.Factory) _ -> new CertificateRequests(),
            (Admission.Factory) _ -> new NamespaceRules.Immortal(),
            (Admission.Factory) _ -> new NamespaceRules.Finalizers(),
            (Admission.Factory) _ -> new StorageProtection(),
            (Authorizer.Factory) _ -> Authorizer.fixed()));
  }

  private ApiServerPart() {}
}
