package timonier.apiserver.requests;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.schema.DuplicateFields;
import timonier.pods.objects.ApiException;

/// What happens to fields that a schema does not know, or that a document states twice.
public enum FieldValidation {
  /// They are dropped silently.
  IGNORE,
  /// They are dropped, and the client gets a warning.
  WARN,
  /// They are an error.
  STRICT;

  /// What a request asks for: warnings by default.
  ///
  /// @throws ApiException 422 if it is none of the three
  public static FieldValidation of(ApiRequest request) {
    return switch (request.parameter("fieldValidation").orElse("Warn")) {
      case "Ignore" -> IGNORE;
      case "Warn" -> WARN;
      case "Strict" -> STRICT;
      case String other ->
          throw ApiException.badRequest(
              "fieldValidation: Unsupported value: \"%s\": supported values: \"Ignore\","
                      .formatted(other)
                  + " \"Strict\", \"Warn\"");
    };
  }

  /// Warnings for the client.
  ///
  /// @param unknown the paths of the fields that were dropped
  /// @throws ApiException 400 if they are an error
  public List<String> warnings(ApiRequest request, List<String> unknown) {
    if (this == IGNORE) {
      return List.of();
    }
    var all = new ArrayList<String>();
    unknown.forEach(path -> all.add("unknown field \"" + path + "\""));
    if (request.contentType().isEmpty() || request.contentType().endsWith("json")) {
      var twice = DuplicateFields.in(request.body());
      twice.forEach(path -> all.add("duplicate field \"" + path + "\""));
    }
    if (this == STRICT && !all.isEmpty()) {
      throw ApiException.badRequest("strict decoding error: " + String.join(", ", all));
    }
    return all;
  }
}
