package timonier.kubelet.ports;

import timonier.pods.Pod;

/// Where a kubelet tells people what happens to pods. Never blocks and never fails.
public interface EventSink {

  /// Reports one thing that happened.
  ///
  /// @param pod to which pod
  /// @param container to which of its containers; empty for the pod itself
  /// @param type how bad it is
  /// @param reason one word, as in `Started`
  /// @param message a sentence
  void event(Pod pod, String container, Type type, String reason, String message);

  /// How bad an event is.
  enum Type {
    /// All is as it should be.
    NORMAL("Normal"),
    /// Something is wrong.
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /// As Kubernetes writes it.
    @Override
    public String toString() {
      return text;
    }
  }
}
