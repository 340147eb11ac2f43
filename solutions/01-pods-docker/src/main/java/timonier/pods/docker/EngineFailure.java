package timonier.pods.docker;

/// The engine could not do what it was asked to.
public final class EngineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The code of an engine that did not answer.
  public static final int AWAY = 0;

  private final int code;

  /// A failure with the code of the engine's answer, told in its own words.
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

  /// Whether it did not answer at all.
  public boolean isAway() {
    return code == AWAY;
  }
}
