package timonier.pods.process;

import java.io.IOException;

/// A program cannot be started because of what it is: it does not exist, may not be executed, or is
/// no program.
final class StartFailure extends IOException {

  private static final long serialVersionUID = 1L;

  /// A failure with a sentence for people.
  StartFailure(String message) {
    super(message);
  }

  /// The kernel's reason for refusing a program.
  static StartFailure of(IOException refusal) {
    var failure =
        new StartFailure("exec failed: unable to start container process: " + refusal.getMessage());
    failure.initCause(refusal);
    return failure;
  }
}
