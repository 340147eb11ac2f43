package timonier.kubelet.containers;

import timonier.pods.runtime.RuntimeFailure;

/// A step for a pod that failed and must be tried again.
///
/// @param container for which container; empty for the pod itself
/// @param reason one word, as in `ErrImagePull`
/// @param message a sentence
public record Trouble(String container, String reason, String message) {

  private static final String PULL = "ErrImagePull";

  /// What a failure of a runtime, a source of volumes or the like means. A runtime says why in a
  /// word; whatever else is thrown, as by a full disk, comes under the name of what was tried.
  ///
  /// @param container for which container; empty for the pod itself
  /// @param reason what was tried, as in `RunContainerError`
  public static Trouble of(String container, String reason, RuntimeException failure) {
    return failure instanceof RuntimeFailure known
        ? new Trouble(container, reason, String.valueOf(known.getMessage()))
        : new Trouble(container, reason, failure.toString());
  }

  /// What a container that waits for the next try shows as its reason.
  public String waitingReason() {
    return reason.equals(PULL) ? "ImagePullBackOff" : reason;
  }

  /// What a container that waits for the next try shows as its message.
  ///
  /// @param image the container's image
  public String waitingMessage(String image) {
    return reason.equals(PULL)
        ? "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, message)
        : message;
  }
}
