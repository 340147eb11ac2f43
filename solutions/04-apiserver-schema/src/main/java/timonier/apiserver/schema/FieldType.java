package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The type of a value in a document.
public sealed interface FieldType {

  /// A type without parts.
  enum Scalar implements FieldType {
    /// Text.
    STRING,
    /// `true` or `false`.
    BOOLEAN,
    /// A whole number of 32 bits.
    INT32,
    /// A whole number of 64 bits.
    INT64,
    /// A number.
    DOUBLE,
    /// An amount: text such as `128Mi`, or a number.
    QUANTITY,
    /// A time to the second (RFC 3339).
    TIME,
    /// A time to the microsecond.
    MICRO_TIME,
    /// A whole number or text.
    INT_OR_STRING,
    /// Bytes, in base 64.
    BYTES,
    /// Any value at all.
    ANY;

    /// What a variable of the type holds in Go before it is given a value; null where it has no
    /// form of its own.
    public JsonNode zero() {
      return switch (this) {
        case STRING -> TextNode.valueOf("");
        case BOOLEAN -> BooleanNode.FALSE;
        case INT32, INT64, DOUBLE, INT_OR_STRING -> IntNode.valueOf(0);
        case QUANTITY -> TextNode.valueOf("0");
        case TIME, MICRO_TIME, BYTES, ANY -> NullNode.getInstance();
      };
    }
  }

  /// Values in order.
  ///
  /// @param element the type of each
  record ListOf(FieldType element) implements FieldType {}

  /// Values by name.
  ///
  /// @param value the type of each
  record MapOf(FieldType value) implements FieldType {}

  /// A document with named fields.
  ///
  /// @param name group and type, as in `core/v1.PodSpec`
  /// @param fields by name, in the order of the API; filled when the type is first asked for
  record Struct(String name, Map<String, Field> fields) implements FieldType {
    /// A field by name.
    public Optional<Field> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Struct struct && struct.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// A field of a document.
  ///
  /// @param name its name
  /// @param type what it holds
  /// @param required whether it must be there
  /// @param written whether Go writes it though it says nothing
  /// @param nullable whether zero, false and empty text mean something else than its absence
  /// @param values what it may say; empty for anything
  /// @param patchStrategy `merge`, `replace`, `retainKeys`, several, or none
  /// @param mergeKey which field of an element tells elements apart; empty for none
  /// @param listType `atomic`, `set`, `map` or none
  /// @param mapKeys which fields tell the elements of a list of type `map` apart
  /// @param mapType `atomic`, `granular` or none
  /// @param defaultValue what it is where it is left out, in JSON; empty for none, or if the table
  ///   does not say
  record Field(
      String name,
      FieldType type,
      boolean required,
      boolean written,
      boolean nullable,
      List<String> values,
      List<String> patchStrategy,
      String mergeKey,
      String listType,
      List<String> mapKeys,
      String mapType,
      String defaultValue) {

    /// What it holds in Go where it is left out: null if it is a pointer, a list or a map.
    public JsonNode zero() {
      return type instanceof Scalar scalar && !nullable ? scalar.zero() : NullNode.getInstance();
    }

    /// Whether a strategic merge patch merges the elements of this list.
    public boolean mergesElements() {
      return patchStrategy.contains("merge");
    }
  }
}
