package timonier.assembly;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

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

  /// Says why a file cannot be used, in words for a sentence that names the file.
  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException named ->
          Objects.requireNonNullElse(named.getReason(), named.toString());
      default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }

  /// Refuses a number that cannot be a port; 0 stands for a free one, or for none.
  static void requirePort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new CommandFailure(
          "%s takes a number from 0 to 65535, not %d.".formatted(option, port));
    }
  }
}
