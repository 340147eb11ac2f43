package timonier.pods.objects;

import java.util.List;
import java.util.Optional;

/// How a request ended, as the server writes it and every client reads it (`meta/v1 Status`).
///
/// @param status `Success` or `Failure`
/// @param message a sentence for people
/// @param reason one word for programs, as in `NotFound`
/// @param details what it was about
/// @param code the HTTP status code
public record Status(
    String status, String message, String reason, Optional<Details> details, int code) {

  /// What a status is about.
  ///
  /// @param name the object's name
  /// @param group the API group
  /// @param kind the resource's plural, as Kubernetes fills it, or the kind for validation errors
  /// @param uid the object's identity
  /// @param causes each single cause
  /// @param retryAfterSeconds when to try again; 0 for no advice
  public record Details(
      String name,
      String group,
      String kind,
      String uid,
      List<Cause> causes,
      Optional<Integer> retryAfterSeconds) {}

  /// One cause of a failure.
  ///
  /// @param reason one word, as in `FieldValueInvalid`
  /// @param message a sentence
  /// @param field the path of the field, as in `spec.replicas`
  public record Cause(String reason, String message, String field) {}

  /// A failure that names no object.
  public static Status failure(int code, String reason, String message) {
    return new Status("Failure", message, reason, Optional.empty(), code);
  }

  /// A failure about one object.
  public static Status failure(
      int code, String reason, String message, ResourceType<?> type, String name) {
    var details = new Details(name, type.group(), type.plural(), "", List.of(), Optional.empty());
    return new Status("Failure", message, reason, Optional.of(details), code);
  }
}
