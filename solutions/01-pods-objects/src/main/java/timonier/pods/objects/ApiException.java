package timonier.pods.objects;

/// A request that the cluster refused: the same at the server that throws it and at the client that
/// catches it.
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Status status;

  /// A refusal for the reason in `status`.
  public ApiException(Status status) {
    super(status.message());
    this.status = status;
  }

  /// 404: there is no such object.
  public static ApiException notFound(ResourceType<?> type, String name) {
    var message = "%s \"%s\" not found".formatted(type.groupResource(), name);
    return new ApiException(Status.failure(404, "NotFound", message, type, name));
  }

  /// 409: an object of that name exists.
  public static ApiException alreadyExists(ResourceType<?> type, String name) {
    var message = "%s \"%s\" already exists".formatted(type.groupResource(), name);
    return new ApiException(Status.failure(409, "AlreadyExists", message, type, name));
  }

  /// 409: somebody else changed the object first.
  public static ApiException conflict(ResourceType<?> type, String name, String why) {
    var message =
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.groupResource(), name, why);
    return new ApiException(Status.failure(409, "Conflict", message, type, name));
  }

  /// 400: the request makes no sense.
  public static ApiException badRequest(String message) {
    return new ApiException(Status.failure(400, "BadRequest", message));
  }

  /// 403: the caller may not do this.
  public static ApiException forbidden(ResourceType<?> type, String name, String why) {
    var message = "%s \"%s\" is forbidden: %s".formatted(type.groupResource(), name, why);
    return new ApiException(Status.failure(403, "Forbidden", message, type, name));
  }

  /// 410: the revision asked for is no longer kept.
  public static ApiException expired(String message) {
    return new ApiException(Status.failure(410, "Expired", message));
  }

  /// 500: a bug.
  public static ApiException internal(String message) {
    return new ApiException(
        Status.failure(500, "InternalError", "Internal error occurred: " + message));
  }

  /// Why.
  public Status status() {
    return status;
  }

  /// The HTTP status code.
  public int code() {
    return status.code();
  }

  /// True if the refusal has this reason, as in `NotFound`.
  public boolean is(String reason) {
    return status.reason().equals(reason);
  }
}
