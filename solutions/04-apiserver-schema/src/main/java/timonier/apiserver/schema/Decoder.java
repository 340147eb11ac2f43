package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.ApiException;
import timonier.pods.Quantity;

/// Reads a document against its schema: checks the types of values, and removes what the schema
/// does not know.
public final class Decoder {

  private final String kind;
  private final String version;
  private final List<String> unknown = new ArrayList<>();

  private Decoder(String kind, String version) {
    this.kind = kind;
    this.version = version;
  }

  /// Checks a document and prunes it in place.
  ///
  /// @return the paths of the fields that were removed, as in `spec.containers[0].imagee`
  /// @throws ApiException 400 if a value has another type than its field
  public static List<String> prune(Struct schema, String version, ObjectNode document) {
    var kind = schema.name().substring(schema.name().lastIndexOf('.') + 1);
    var decoder = new Decoder(kind, version);
    decoder.struct(schema, document, "");
    return decoder.unknown;
  }

  private void struct(Struct schema, ObjectNode document, String path) {
    for (var fields = document.properties().iterator(); fields.hasNext(); ) {
      var entry = fields.next();
      var field = schema.fields().get(entry.getKey());
      if (field == null) {
        unknown.add(at(path, entry.getKey()));
        fields.remove();
      } else if (entry.getValue().isNull()) {
        fields.remove();
      } else if (!isFitting(field.type(), entry.getValue())) {
        value(field.type(), entry.getValue(), at(path, entry.getKey()), schema);
      }
    }
  }

  private static String at(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /// Whether there is nothing to say of a value, so that nobody has to know where it is.
  private static boolean isFitting(FieldType type, JsonNode value) {
    return type instanceof Scalar scalar && fits(scalar, value);
  }

  private void value(FieldType type, JsonNode value, String path, Struct owner) {
    switch (type) {
      case Scalar scalar -> {
        if (!fits(scalar, value)) {
          throw mismatch(scalar, value, path, owner);
        }
      }
      case ListOf list -> {
        expect(value.isArray(), value, path, owner, goType(type));
        for (var i = 0; i < value.size(); i++) {
          value(list.element(), value.get(i), path + "[" + i + "]", owner);
        }
      }
      case MapOf map -> {
        expect(value.isObject(), value, path, owner, goType(type));
        for (var entry : value.properties()) {
          if (!isFitting(map.value(), entry.getValue())) {
            value(map.value(), entry.getValue(), path + "[" + entry.getKey() + "]", owner);
          }
        }
      }
      case Struct struct -> {
        expect(value.isObject(), value, path, owner, goType(type));
        struct(struct, (ObjectNode) value, path);
      }
    }
  }

  private static boolean fits(Scalar scalar, JsonNode value) {
    return switch (scalar) {
      case STRING -> value.isTextual();
      case BYTES -> value.isTextual() && isBase64(value.textValue());
      case BOOLEAN -> value.isBoolean();
      case INT32 -> value.isIntegralNumber() && value.canConvertToInt();
      case INT64 -> value.isIntegralNumber() && value.canConvertToLong();
      case DOUBLE -> value.isNumber();
      case QUANTITY -> value.isNumber() || (value.isTextual() && isQuantity(value.textValue()));
      case TIME, MICRO_TIME -> value.isTextual() && isTime(value.textValue());
      case INT_OR_STRING -> value.isIntegralNumber() || value.isTextual();
      case ANY -> true;
    };
  }

  private static boolean isQuantity(String text) {
    try {
      var _ = Quantity.parse(text.strip());
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", "")).length <= text.length();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private void expect(boolean holds, JsonNode value, String path, Struct owner, String type) {
    if (!holds) {
      throw cannotUnmarshal(value, path, owner, type);
    }
  }

  private ApiException mismatch(Scalar scalar, JsonNode value, String path, Struct owner) {
    return switch (scalar) {
      case QUANTITY ->
          cannot(
              "quantities must match the regular expression"
                  + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$' (field "
                  + path
                  + ")");
      case TIME, MICRO_TIME ->
          cannot("parsing time %s (field %s): not RFC 3339".formatted(value, path));
      case BYTES -> cannot("illegal base64 data (field " + path + ")");
      default -> cannotUnmarshal(value, path, owner, goType(scalar));
    };
  }

  /// Names a field as Go's decoder does: by the type that it is in, and its path without indices.
  private ApiException cannotUnmarshal(JsonNode value, String path, Struct owner, String type) {
    return cannot(
        "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
            .formatted(
                name(value),
                owner.name().substring(owner.name().lastIndexOf('.') + 1),
                path.replaceAll("\\[[^\\]]*]", ""),
                type));
  }

  private static String goType(FieldType type) {
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case BOOLEAN -> "bool";
            case DOUBLE -> "float64";
            case INT_OR_STRING -> "intstr.IntOrString";
            default -> scalar.name().toLowerCase(Locale.ROOT);
          };
      case ListOf list -> "[]" + goType(list.element());
      case MapOf map -> "map[string]" + goType(map.value());
      case Struct struct ->
          struct.name().substring(struct.name().lastIndexOf('/', struct.name().indexOf('.')) + 1);
    };
  }

  private ApiException cannot(String why) {
    return ApiException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s".formatted(kind, version, kind, why));
  }

  private static String name(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "bool";
      case ARRAY -> "array";
      default -> "object";
    };
  }
}
