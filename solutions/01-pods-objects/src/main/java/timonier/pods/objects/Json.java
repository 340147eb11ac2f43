package timonier.pods.objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/// A JSON tree that a record carries along without knowing all its fields.
///
/// A pod template is kept so: fields that a controller does not know reach the pod all the same.
/// The tree is read only: callers that need another change a [#copy].
public final class Json {

  private final JsonNode tree;

  private Json(JsonNode tree) {
    this.tree = tree;
  }

  /// Wraps a tree, which must not be changed afterwards.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Json of(JsonNode tree) {
    return new Json(tree);
  }

  /// The tree of a record.
  public static Json from(Object value) {
    return new Json(JsonFormat.tree(value));
  }

  /// The tree itself, which must not be changed.
  @JsonValue
  public JsonNode tree() {
    return tree;
  }

  /// A copy that may be changed.
  public JsonNode copy() {
    return tree.deepCopy();
  }

  /// The value at a JSON pointer (RFC 6901); missing where there is none.
  public Json at(String pointer) {
    return new Json(tree.at(pointer));
  }

  /// True when there is nothing here.
  public boolean isMissing() {
    return tree instanceof MissingNode || tree.isNull();
  }

  /// Reads the tree into a record.
  public <T> T as(Class<T> type) {
    return JsonFormat.read(tree, type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && json.tree.equals(tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return tree.toString();
  }
}
