package timonier.kubelet.containers;

/// A container's answer to a [Question].
///
/// @param good whether the container is well
/// @param known false if the container could not be asked: then the answer says nothing about it
/// @param message what is wrong, for people
public record Answer(boolean good, boolean known, String message) {

  /// The container is well.
  public static Answer well() {
    return new Answer(true, true, "");
  }

  /// Something is wrong with the container.
  public static Answer ill(String message) {
    return new Answer(false, true, message);
  }

  /// The container could not be asked.
  public static Answer unknown(String message) {
    return new Answer(false, false, message);
  }
}
