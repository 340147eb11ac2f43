package timonier.kubelet.containers;

import timonier.pods.runtime.RuntimeFailure;

/// A failed step for a pod, to be tried again.
///
/// @param container its container; empty for the pod itself
/// @param reason one word, as in `ErrImagePull`
/// @param message a sentence
public record Trouble(String container, String reason, String message) {

  private static final String PULL = "ErrImagePull";

  /// Makes one from a failure of a runtime, a source of volumes or the like. A runtime's failure
  /// has its own reason; for anything else thrown, as by a full disk, the reason is what was tried.
  ///
  /// @param container its container; empty for the pod itself
  /// @param reason of what was tried, as in `RunContainerError`
  public static Trouble of(String container, String reason, RuntimeException failure) {
    return failure instanceof RuntimeFailure known
        ? new Trouble(container, reason, String.valueOf(known.getMessage()))
        : new Trouble(container, reason, failure.toString());
  }

  /// The reason in the status of a container that waits for the next try.
  public String waitingReason() {
    return reason.equals(PULL) ? "ImagePullBackOff" : reason;
  }

  /// The message in the status of a container that waits for the next try.
  ///
  /// @param image the container's image
  public String waitingMessage(String image) {
    return reason.equals(PULL)
        ? "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, message)
        : message;
  }
}
