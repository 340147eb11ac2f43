package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.Quantity;
import timonier.pods.objects.ApiException;

/// Reads a document against its schema: checks the types of values, and removes what the schema
/// does not know.
public final class Decoder {

  /// RFC 3339 to the letter; Java reads more.
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

  private final String kind;
  private final String version;
  private final BiPredicate<Scalar, JsonNode> fits;
  private final List<String> unknown = new ArrayList<>();

  private Decoder(String kind, String version, BiPredicate<Scalar, JsonNode> fits) {
    this.kind = kind;
    this.version = version;
    this.fits = fits;
  }

  /// Checks a document and prunes it in place.
  ///
  /// @return the paths of the fields that were removed, as in `spec.containers[0].imagee`
  /// @throws ApiException 400 if a value has another type than its field
  public static List<String> prune(Struct schema, String version, ObjectNode document) {
    return prune(schema, version, document, Decoder::fits);
  }

  /// Checks and prunes a document in place, but accepts any text where a time or an amount is
  /// wanted.
  ///
  /// @return the paths of the fields that were removed
  /// @throws ApiException 400 if a value has another type than its field
  public static List<String> pruneUnread(Struct schema, String version, ObjectNode document) {
    return prune(schema, version, document, Decoder::fitsUnread);
  }

  private static List<String> prune(
      Struct schema, String version, ObjectNode document, BiPredicate<Scalar, JsonNode> fits) {
    var kind = schema.name().substring(schema.name().lastIndexOf('.') + 1);
    var decoder = new Decoder(kind, version, fits);
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

  /// Whether a value has no fault, so that its place need not be known.
  private boolean isFitting(FieldType type, JsonNode value) {
    return type instanceof Scalar scalar && fits.test(scalar, value);
  }

  private void value(FieldType type, JsonNode value, String path, Struct owner) {
    switch (type) {
      case Scalar scalar -> {
        if (!fits.test(scalar, value)) {
          throw mismatch(scalar, value, path, owner);
        }
      }
      case ListOf list -> {
        expect(value.isArray(), value, path, owner, goType(type));
        for (var i = 0; i < value.size(); i++) {
          if (value.get(i).isNull()) {
            ((ArrayNode) value).set(i, zero(list.element()));
          } else if (!isFitting(list.element(), value.get(i))) {
            value(list.element(), value.get(i), path + "[" + i + "]", owner);
          }
        }
      }
      case MapOf map -> {
        expect(value.isObject(), value, path, owner, goType(type));
        for (var entry : value.properties()) {
          if (entry.getValue().isNull()) {
            entry.setValue(zero(map.value()));
          } else if (!isFitting(map.value(), entry.getValue())) {
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

  /// What `null` is in a list or a map: a field can be left out, an element cannot.
  private static JsonNode zero(FieldType type) {
    var nodes = JsonNodeFactory.instance;
    return switch (type) {
      case ListOf _ -> nodes.arrayNode();
      case MapOf _, Struct _ -> nodes.objectNode();
      case Scalar scalar ->
          switch (scalar) {
            case STRING, BYTES -> nodes.textNode("");
            case BOOLEAN -> nodes.booleanNode(false);
            case INT32, INT64, DOUBLE, INT_OR_STRING -> nodes.numberNode(0);
            case QUANTITY -> nodes.textNode("0");
            case TIME, MICRO_TIME, ANY -> nodes.nullNode();
          };
    };
  }

  private static boolean fitsUnread(Scalar scalar, JsonNode value) {
    return switch (scalar) {
      case STRING, BYTES -> value.isTextual();
      case QUANTITY, TIME, MICRO_TIME -> value.isValueNode();
      case BOOLEAN, INT32, INT64, DOUBLE, INT_OR_STRING, ANY -> fits(scalar, value);
    };
  }

  private static boolean fits(Scalar scalar, JsonNode value) {
    return switch (scalar) {
      case STRING -> value.isTextual();
      case BYTES -> value.isTextual() && isBase64(value.textValue());
      case BOOLEAN -> value.isBoolean();
      case INT32 -> isInt32(value);
      case INT64 -> value.isIntegralNumber() && value.canConvertToLong();
      case DOUBLE -> isFinite(value);
      case QUANTITY -> isFinite(value) || (value.isTextual() && isQuantity(value.textValue()));
      case TIME, MICRO_TIME -> value.isTextual() && isTime(value.textValue());
      case INT_OR_STRING -> isInt32(value) || value.isTextual();
      case ANY -> true;
    };
  }

  private static boolean isInt32(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt();
  }

  /// A number such as 1E+400 is beyond all that a double can be.
  private static boolean isFinite(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.doubleValue());
  }

  private static boolean isQuantity(String text) {
    try {
      var _ = Quantity.parse(text.strip());
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Whether it is base 64 to its last letter, which may be filled up with `=`.
  private static boolean isBase64(String text) {
    var letters = text.replaceAll("[\\r\\n]", "");
    try {
      return letters.length() % 4 == 0 && Base64.getDecoder().decode(letters) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      return TIME.matcher(text).matches() && OffsetDateTime.parse(text).getYear() >= 0;
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
                path.replaceAll("\\[[^\\[\\]]*+]", ""),
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
