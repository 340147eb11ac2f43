package timonier.kubelet;

/// What came of asking a container something.
///
/// @param good whether all is well
/// @param message what is wrong, for people
record Answer(boolean good, String message) {

  /// All is well.
  static Answer well() {
    return new Answer(true, "");
  }

  /// Something is wrong.
  static Answer ill(String message) {
    return new Answer(false, message);
  }
}
