package timonier.apiserver.streams;

/// A kubelet that could not do what it was asked to, in its own words. Clients print them after
/// words of their own, so they get them as they are and not as a `Status`.
public final class NodeRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;

  /// @param code the HTTP status code
  /// @param message a sentence for people
  NodeRefusal(int code, String message) {
    super(message);
    this.code = code;
  }

  /// The HTTP status code.
  public int code() {
    return code;
  }
}
