package timonier.pods.docker;

/// A request to the engine that failed.
public final class EngineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The code of an engine that did not answer.
  public static final int AWAY = 0;

  /// The code of what took too long.
  public static final int LATE = 408;

  private final int code;

  /// A failure with the status code and the message of the engine's answer.
  EngineFailure(int code, String message) {
    super(message);
    this.code = code;
  }

  /// The HTTP status of its answer; [#AWAY] if there was none.
  public int code() {
    return code;
  }

  /// Whether what was asked about does not exist.
  public boolean isNotFound() {
    return code == 404;
  }

  /// Whether what was asked for took longer than it may.
  public boolean isLate() {
    return code == LATE;
  }

  /// Whether it did not answer at all.
  public boolean isAway() {
    return code == AWAY;
  }
}
