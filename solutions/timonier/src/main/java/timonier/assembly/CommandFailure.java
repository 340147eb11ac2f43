package timonier.assembly;

/// A command that cannot be carried out, with a sentence that says why and what to do.
///
/// It is printed without a stack trace; every other exception is a bug and is printed with one.
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
