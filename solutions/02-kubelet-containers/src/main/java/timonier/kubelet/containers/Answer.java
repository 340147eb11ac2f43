package timonier.kubelet.containers;

/// What came of asking a container something.
///
/// @param good whether all is well
/// @param known false if nobody could be asked: then it says nothing about the container
/// @param message what is wrong, for people
public record Answer(boolean good, boolean known, String message) {

  /// All is well.
  public static Answer well() {
    return new Answer(true, true, "");
  }

  /// Something is wrong.
  public static Answer ill(String message) {
    return new Answer(false, true, message);
  }

  /// Nobody could be asked.
  public static Answer unknown(String message) {
    return new Answer(false, false, message);
  }
}
