package timonier.pods;

import java.time.Instant;
import java.util.Optional;

/// Something that is true of a pod, false, or not known.
///
/// @param type what, as in `Ready`
/// @param status `True`, `False` or `Unknown`
/// @param reason one word about why
/// @param message a sentence about why
/// @param lastProbeTime when it was last checked
/// @param lastTransitionTime when `status` last changed
public record PodCondition(
    String type,
    String status,
    String reason,
    String message,
    Optional<Instant> lastProbeTime,
    Optional<Instant> lastTransitionTime) {

  /// True if it is known to be so.
  public boolean isTrue() {
    return status.equals("True");
  }
}
