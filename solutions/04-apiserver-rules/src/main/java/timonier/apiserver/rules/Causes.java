package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import timonier.pods.objects.Status.Cause;

/// Everything found wrong with one object so far, in Kubernetes' words
/// (`k8s.io/apimachinery/pkg/util/validation/field`).
public final class Causes {

  /// What is wrong with a number that is less than it may be.
  public static final String NOT_NEGATIVE = "must be greater than or equal to 0";

  /// The most that are reported of one object: an explanation is a hundred times as long as the
  /// shortest value that needs one, and a request may hold half a million of these.
  private static final int MOST = 1000;

  private final Set<Cause> found = new LinkedHashSet<>();

  private void add(Cause cause) {
    if (found.size() < MOST) {
      found.add(cause);
    }
  }

  public List<Cause> found() {
    return List.copyOf(found);
  }

  /// Whether something is wrong with a value or with what is in it.
  public boolean areAt(String path) {
    return found.stream()
        .map(Cause::field)
        .anyMatch(field -> field.equals(path) || field.startsWith(path + "."));
  }

  public void required(String field) {
    add(new Cause("FieldValueRequired", "Required value", field));
  }

  public void required(String field, String why) {
    add(new Cause("FieldValueRequired", "Required value: " + why, field));
  }

  public void invalid(String field, JsonNode value, String why) {
    var message = "Invalid value: %s: %s".formatted(shown(value), why);
    add(new Cause("FieldValueInvalid", message, field));
  }

  private static JsonNode shown(JsonNode value) {
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  public void invalid(String field, String value, String why) {
    invalid(field, TextNode.valueOf(value), why);
  }

  public void notSupported(String field, JsonNode value, Collection<String> supported) {
    var all = supported.stream().map(v -> '"' + v + '"').collect(Collectors.joining(", "));
    add(
        new Cause(
            "FieldValueNotSupported",
            "Unsupported value: %s: supported values: %s".formatted(shown(value), all),
            field));
  }

  public void duplicate(String field, JsonNode value) {
    add(new Cause("FieldValueDuplicate", "Duplicate value: " + shown(value), field));
  }

  public void notFound(String field, JsonNode value) {
    add(new Cause("FieldValueNotFound", "Not found: " + shown(value), field));
  }

  public void forbidden(String field, String why) {
    add(new Cause("FieldValueForbidden", "Forbidden: " + why, field));
  }

  public void tooLong(String field, int limit) {
    add(
        new Cause(
            "FieldValueTooLong",
            "Too long: may not be more than %d bytes".formatted(limit),
            field));
  }

  public void tooMany(String field, int count, int limit) {
    add(
        new Cause(
            "FieldValueTooMany",
            "Too many: %d: must have at most %d items".formatted(count, limit),
            field));
  }

  /// A number that is there and below zero.
  public void negative(String field, JsonNode number) {
    if (number.isNumber() && number.asLong() < 0) {
      invalid(field, number, NOT_NEGATIVE);
    }
  }
}
