package timonier.pods.process;

import java.io.IOException;

/// Thrown if a program itself cannot be started: it does not exist, may not be executed, or is not
/// a program.
final class StartFailure extends IOException {

  private static final long serialVersionUID = 1L;

  /// A failure with a sentence for people.
  StartFailure(String message) {
    super(message);
  }

  /// Makes one from the kernel's reason for refusing a program.
  static StartFailure of(IOException refusal) {
    var failure =
        new StartFailure("exec failed: unable to start container process: " + refusal.getMessage());
    failure.initCause(refusal);
    return failure;
  }
}
