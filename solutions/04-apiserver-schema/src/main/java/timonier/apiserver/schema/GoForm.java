package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.Quantity;

/// Writes a document as Go's encoder would write Kubernetes' own types, since typed clients rely on
/// it: a field that Go always writes is there, and one that says nothing is not.
///
/// A field holds a value or a pointer. A value that is zero is left out where the field is marked
/// `omitempty`, and written otherwise; a document within a document is always written. A pointer is
/// written if it points to something, be that zero.
public final class GoForm {

  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX").withZone(ZoneOffset.UTC);

  /// What a whole number of thousandths or more may end with.
  private static final Set<String> SUFFIXES =
      Set.of("", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

  /// Gives a document that form, in place.
  public static void apply(Struct schema, ObjectNode document) {
    for (var entries = document.properties().iterator(); entries.hasNext(); ) {
      var entry = entries.next();
      var field = schema.fields().get(entry.getKey());
      if (field == null) {
        continue;
      }
      if (isOmitted(field, entry.getValue())) {
        entries.remove();
      } else {
        entry.setValue(written(field.type(), entry.getValue()));
      }
    }
    for (var field : schema.fields().values()) {
      // what may be missing is asked for last: of most types that is next to nothing
      if (isAlwaysThere(field) && !document.has(field.name())) {
        zero(field, document);
      }
    }
  }

  /// Leaves out the fields of a document that say nothing.
  static void omit(Struct schema, ObjectNode document) {
    for (var entries = document.properties().iterator(); entries.hasNext(); ) {
      var entry = entries.next();
      var field = schema.fields().get(entry.getKey());
      if (field != null && isOmitted(field, entry.getValue())) {
        entries.remove();
      }
    }
  }

  private static boolean isOmitted(Field field, JsonNode value) {
    return !field.written() && saysNothing(field, value);
  }

  /// A value as Go writes it; what is within a document is written in place.
  private static JsonNode written(FieldType type, JsonNode value) {
    return switch (type) {
      case Scalar.QUANTITY -> canonical(value);
      case Scalar.MICRO_TIME ->
          TextNode.valueOf(MICRO.format(OffsetDateTime.parse(value.asText())));
      case Scalar _ -> value;
      case Struct _, ListOf _, MapOf _ -> {
        below(type, value);
        yield value;
      }
    };
  }

  private static JsonNode canonical(JsonNode quantity) {
    return isCanonical(quantity)
        ? quantity
        : TextNode.valueOf(Quantity.parse(quantity.asText().strip()).toString());
  }

  /// Whether an amount is surely written in its one form. Most are: a whole number below 1000 with
  /// a suffix, or with none, is always the shortest text for itself. Of others nothing is said.
  static boolean isCanonical(JsonNode quantity) {
    var text = quantity.isTextual() ? quantity.asText() : "";
    var digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    return digits > 0
        && digits <= 3
        && text.charAt(0) != '0'
        && SUFFIXES.contains(text.substring(digits));
  }

  private static boolean saysNothing(Field field, JsonNode value) {
    return switch (field.type()) {
      case ListOf _, MapOf _ -> value.isEmpty();
      case Struct _ -> false;
      case Scalar scalar -> !field.nullable() && isZero(scalar, value);
    };
  }

  private static boolean isZero(Scalar type, JsonNode value) {
    return switch (type) {
      case STRING, BYTES -> value.isTextual() && value.asText().isEmpty();
      case BOOLEAN -> value.isBoolean() && !value.asBoolean();
      case INT32, INT64, DOUBLE -> value.isNumber() && value.asDouble() == 0;
      case QUANTITY, TIME, MICRO_TIME, INT_OR_STRING, ANY -> false;
    };
  }

  /// Whether Go writes a field that holds nothing.
  private static boolean isAlwaysThere(Field field) {
    return !field.nullable()
        && switch (field.type()) {
          case Struct _ -> true;
          case ListOf _, MapOf _ -> false;
          case Scalar scalar -> field.written() || scalar == Scalar.QUANTITY;
        };
  }

  /// Writes what Go writes of a field that holds nothing.
  private static void zero(Field field, ObjectNode document) {
    switch (field.type()) {
      case Struct struct -> apply(struct, document.putObject(field.name()));
      case ListOf _, MapOf _ -> {}
      case Scalar scalar -> zero(field.name(), scalar, document);
    }
  }

  private static void zero(String name, Scalar type, ObjectNode document) {
    switch (type) {
      case QUANTITY, STRING, BOOLEAN, INT32, INT64, DOUBLE -> document.set(name, type.zero());
      case BYTES, TIME, MICRO_TIME, INT_OR_STRING, ANY -> {}
    }
  }

  private static void below(FieldType type, JsonNode value) {
    switch (type) {
      case Scalar _ -> {}
      case Struct struct -> {
        if (value instanceof ObjectNode object) {
          apply(struct, object);
        }
      }
      case ListOf list -> value.forEach(element -> below(list.element(), element));
      case MapOf map when map.value() == Scalar.QUANTITY ->
          value.properties().forEach(amount -> amount.setValue(canonical(amount.getValue())));
      case MapOf map -> value.forEach(element -> below(map.value(), element));
    }
  }

  private GoForm() {}
}
