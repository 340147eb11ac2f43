package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import timonier.pods.Status.Cause;

/// Everything found wrong with one object so far, in Kubernetes' words
/// (`k8s.io/apimachinery/pkg/util/validation/field`).
final class Causes {

  static final String NOT_NEGATIVE = "must be greater than or equal to 0";

  private final Set<Cause> found = new LinkedHashSet<>();

  List<Cause> found() {
    return List.copyOf(found);
  }

  void required(String field) {
    found.add(new Cause("FieldValueRequired", "Required value", field));
  }

  void required(String field, String why) {
    found.add(new Cause("FieldValueRequired", "Required value: " + why, field));
  }

  void invalid(String field, JsonNode value, String why) {
    var shown = value.isMissingNode() ? NullNode.getInstance() : value;
    found.add(new Cause("FieldValueInvalid", "Invalid value: %s: %s".formatted(shown, why), field));
  }

  void invalid(String field, String value, String why) {
    invalid(field, TextNode.valueOf(value), why);
  }

  void notSupported(String field, JsonNode value, Collection<String> supported) {
    var all = supported.stream().map(v -> '"' + v + '"').collect(Collectors.joining(", "));
    found.add(
        new Cause(
            "FieldValueNotSupported",
            "Unsupported value: %s: supported values: %s".formatted(value, all),
            field));
  }

  void duplicate(String field, JsonNode value) {
    found.add(new Cause("FieldValueDuplicate", "Duplicate value: " + value, field));
  }

  void notFound(String field, JsonNode value) {
    found.add(new Cause("FieldValueNotFound", "Not found: " + value, field));
  }

  void forbidden(String field, String why) {
    found.add(new Cause("FieldValueForbidden", "Forbidden: " + why, field));
  }

  void tooLong(String field, int limit) {
    found.add(
        new Cause(
            "FieldValueTooLong",
            "Too long: may not be more than %d bytes".formatted(limit),
            field));
  }

  /// A number that is there and below zero.
  void negative(String field, JsonNode number) {
    if (number.isNumber() && number.asLong() < 0) {
      invalid(field, number, NOT_NEGATIVE);
    }
  }
}
