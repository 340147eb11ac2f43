package timonier.pods;

import java.util.Optional;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.MicroTime;
import timonier.pods.objects.ObjectMeta;

/// A sign of life, renewed again and again (`coordination.k8s.io/v1 Lease`).
///
/// @param metadata name, identity and owners; a node's lease has the node's name
/// @param spec who holds it, and since when
public record Lease(ObjectMeta metadata, Optional<Spec> spec) implements KubernetesObject {

  /// Who holds a lease.
  ///
  /// @param holderIdentity who
  /// @param leaseDurationSeconds how long after the last renewal it is still theirs
  /// @param acquireTime when they took it
  /// @param renewTime when they last renewed it
  /// @param leaseTransitions how often it changed hands
  public record Spec(
      String holderIdentity,
      Optional<Integer> leaseDurationSeconds,
      Optional<MicroTime> acquireTime,
      Optional<MicroTime> renewTime,
      Optional<Integer> leaseTransitions) {}
}
