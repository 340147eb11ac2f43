package timonier.pods.docker;

/// A request to the engine that failed.
public final class EngineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The code if the engine did not answer.
  public static final int AWAY = 0;

  /// The code of a timeout.
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

  /// Whether the object of the request does not exist.
  public boolean isNotFound() {
    return code == 404;
  }

  /// Whether the request took too long.
  public boolean isLate() {
    return code == LATE;
  }

  /// Whether the engine did not answer at all.
  public boolean isAway() {
    return code == AWAY;
  }
}
