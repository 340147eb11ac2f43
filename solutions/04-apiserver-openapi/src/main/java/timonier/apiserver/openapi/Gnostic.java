package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// An OpenAPI 2 document in the protobuf form that `kubectl` before 1.27 asks for
/// (github.com/google/gnostic-models, `openapiv2/OpenAPIv2.proto`).
///
/// Only what this server's documents hold is written. The numbers are those of the proto file.
final class Gnostic {

  private static final Map<String, Integer> OPERATIONS =
      Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "patch", 8);

  /// Writes the fields of a message.
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /// The bytes of a document.
  static byte[] encode(JsonNode document) {
    return message(out -> {
      out.writeString(1, document.path("swagger").asText());
      nested(out, 2, info(document.path("info")));
      nested(out, 8, paths(document.path("paths")));
      nested(out, 9, named(document.path("definitions")));
    });
  }

  private static byte[] message(Fields fields) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = CodedOutputStream.newInstance(bytes);
      fields.writeTo(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void nested(CodedOutputStream out, int number, Fields fields) throws IOException {
    out.writeByteArray(number, message(fields));
  }

  private static Fields info(JsonNode info) {
    return out -> {
      out.writeString(1, info.path("title").asText());
      out.writeString(2, info.path("version").asText());
    };
  }

  private static Fields paths(JsonNode paths) {
    return out -> {
      for (var path : paths.properties()) {
        nested(out, 2, pair(path.getKey(), pathItem(path.getValue())));
      }
    };
  }

  private static Fields pair(String name, Fields value) {
    return out -> {
      out.writeString(1, name);
      nested(out, 2, value);
    };
  }

  private static Fields pathItem(JsonNode item) {
    return out -> {
      for (var operation : item.properties()) {
        var number = OPERATIONS.get(operation.getKey());
        if (number != null) {
          nested(out, number, operation(operation.getValue()));
        }
      }
    };
  }

  private static Fields operation(JsonNode operation) {
    return out -> {
      for (var parameter : operation.path("parameters")) {
        nested(out, 8, wrap(1, wrap(2, wrap(3, queryParameter(parameter)))));
      }
      nested(
          out,
          9,
          responses -> {
            for (var response : operation.path("responses").properties()) {
              var text = response.getValue().path("description").asText();
              nested(
                  responses,
                  1,
                  pair(response.getKey(), wrap(1, described -> described.writeString(1, text))));
            }
          });
      extensions(out, 13, operation);
    };
  }

  private static Fields wrap(int number, Fields fields) {
    return out -> nested(out, number, fields);
  }

  private static Fields queryParameter(JsonNode parameter) {
    return out -> {
      out.writeString(2, parameter.path("in").asText());
      out.writeString(4, parameter.path("name").asText());
      out.writeString(6, parameter.path("type").asText());
    };
  }

  private static Fields named(JsonNode schemas) {
    return out -> {
      for (var schema : schemas.properties()) {
        nested(out, 1, pair(schema.getKey(), schema(schema.getValue())));
      }
    };
  }

  private static Fields schema(JsonNode schema) {
    return out -> {
      text(out, 1, schema.path("$ref"));
      text(out, 2, schema.path("format"));
      text(out, 4, schema.path("description"));
      for (var field : schema.path("required")) {
        out.writeString(19, field.asText());
      }
      if (schema.has("additionalProperties")) {
        nested(out, 21, wrap(1, schema(schema.get("additionalProperties"))));
      }
      if (schema.has("type")) {
        nested(out, 22, type -> type.writeString(1, schema.get("type").asText()));
      }
      if (schema.has("items")) {
        nested(out, 23, wrap(1, schema(schema.get("items"))));
      }
      if (schema.has("properties")) {
        nested(out, 25, named(schema.get("properties")));
      }
      extensions(out, 31, schema);
    };
  }

  private static void text(CodedOutputStream out, int number, JsonNode text) throws IOException {
    if (text.isTextual()) {
      out.writeString(number, text.asText());
    }
  }

  /// Extensions are written as YAML, which includes JSON.
  private static void extensions(CodedOutputStream out, int number, JsonNode node)
      throws IOException {
    for (var field : node.properties()) {
      if (field.getKey().startsWith("x-")) {
        var yaml = field.getValue().toString();
        nested(out, number, pair(field.getKey(), any -> any.writeString(2, yaml)));
      }
    }
  }

  private Gnostic() {}
}
