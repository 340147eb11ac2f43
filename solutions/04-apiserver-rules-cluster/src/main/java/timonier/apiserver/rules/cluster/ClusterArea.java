package timonier.apiserver.rules.cluster;

import java.util.List;
import timonier.apiserver.rules.Area;

/// The rules of what a cluster consists of, and of what is set in it: nodes and namespaces, volumes
/// and classes, configuration and secrets, quotas, roles, certificates, webhooks and devices.
public final class ClusterArea {

  /// Their tables and checks.
  public static Area area() {
    return Area.of(
        ClusterArea.class,
        List.of("access", "admission", "cluster", "data", "devices", "storage"),
        List.of(
            ClusterChecks.makers(),
            DataChecks.makers(),
            StorageChecks.makers(),
            QuotaChecks.makers(),
            RoleChecks.makers(),
            CertificateChecks.makers(),
            WebhookChecks.makers()));
  }

  private ClusterArea() {}
}
