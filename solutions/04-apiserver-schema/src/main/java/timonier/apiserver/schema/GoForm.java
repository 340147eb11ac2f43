package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

  /// Gives a document that form, in place.
  public static void apply(Struct schema, ObjectNode document) {
    omit(schema, document);
    for (var field : schema.fields().values()) {
      var value = document.get(field.name());
      if (value == null) {
        if (!field.nullable()) {
          zero(field, document);
        }
      } else if (field.type() == Scalar.QUANTITY) {
        document.put(field.name(), canonical(value));
      } else if (field.type() == Scalar.MICRO_TIME) {
        document.put(field.name(), MICRO.format(OffsetDateTime.parse(value.asText())));
      } else {
        below(field.type(), value);
      }
    }
  }

  /// Leaves out the fields of a document that say nothing.
  static void omit(Struct schema, ObjectNode document) {
    for (var fields = document.properties().iterator(); fields.hasNext(); ) {
      var entry = fields.next();
      var field = schema.fields().get(entry.getKey());
      if (field != null && !field.written() && saysNothing(field, entry.getValue())) {
        fields.remove();
      }
    }
  }

  private static String canonical(JsonNode quantity) {
    return Quantity.parse(quantity.asText().strip()).toString();
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

  /// Writes what Go writes of a field that holds nothing.
  private static void zero(Field field, ObjectNode document) {
    switch (field.type()) {
      case Struct struct -> apply(struct, document.putObject(field.name()));
      case ListOf _, MapOf _ -> {}
      case Scalar scalar -> zero(field, scalar, document);
    }
  }

  private static void zero(Field field, Scalar type, ObjectNode document) {
    var name = field.name();
    switch (type) {
      case QUANTITY -> document.put(name, "0");
      case STRING -> {
        if (field.written()) {
          document.put(name, "");
        }
      }
      case BOOLEAN -> {
        if (field.written()) {
          document.put(name, false);
        }
      }
      case INT32, INT64, DOUBLE -> {
        if (field.written()) {
          document.put(name, 0);
        }
      }
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
          value
              .properties()
              .forEach(amount -> amount.setValue(TextNode.valueOf(canonical(amount.getValue()))));
      case MapOf map -> value.forEach(element -> below(map.value(), element));
    }
  }

  private GoForm() {}
}
