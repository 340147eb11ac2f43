package timonier.pods;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a request ended, as the server writes it and every client reads it (`meta/v1 Status`).
///
/// @param status `Success` or `Failure`
/// @param message a sentence for people
/// @param reason one word for programs, as in `NotFound`
/// @param details what it was about
/// @param code the HTTP status code
public record Status(
    String status, String message, String reason, Optional<Details> details, int code) {

  /// Fills what is absent with empty values.
  public Status(
      @Nullable String status,
      @Nullable String message,
      @Nullable String reason,
      @Nullable Optional<Details> details,
      int code) {
    this.status = Absent.text(status);
    this.message = Absent.text(message);
    this.reason = Absent.text(reason);
    this.details = Absent.value(details);
    this.code = code;
  }

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
      Optional<Integer> retryAfterSeconds) {

    /// Fills what is absent with empty values.
    public Details(
        @Nullable String name,
        @Nullable String group,
        @Nullable String kind,
        @Nullable String uid,
        @Nullable List<Cause> causes,
        @Nullable Optional<Integer> retryAfterSeconds) {
      this.name = Absent.text(name);
      this.group = Absent.text(group);
      this.kind = Absent.text(kind);
      this.uid = Absent.text(uid);
      this.causes = Absent.list(causes);
      this.retryAfterSeconds = Absent.value(retryAfterSeconds);
    }
  }

  /// One cause of a failure.
  ///
  /// @param reason one word, as in `FieldValueInvalid`
  /// @param message a sentence
  /// @param field the path of the field, as in `spec.replicas`
  public record Cause(String reason, String message, String field) {
    /// Fills what is absent with empty values.
    public Cause(@Nullable String reason, @Nullable String message, @Nullable String field) {
      this.reason = Absent.text(reason);
      this.message = Absent.text(message);
      this.field = Absent.text(field);
    }
  }

  /// A failure that names no object.
  public static Status failure(int code, String reason, String message) {
    return new Status("Failure", message, reason, Optional.empty(), code);
  }

  /// A failure about one object.
  public static Status failure(
      int code, String reason, String message, ResourceType<?> type, String name) {
    var details = new Details(name, type.group(), type.plural(), null, null, null);
    return new Status("Failure", message, reason, Optional.of(details), code);
  }
}
