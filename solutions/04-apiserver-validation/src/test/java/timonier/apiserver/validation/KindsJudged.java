package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.Schemas;
import timonier.pods.JsonFormat;
import timonier.pods.Status.Cause;

/// Judges documents of any kind, as the server does; single quotes stand for double ones.
final class KindsJudged {

  private static final Schemas SCHEMAS = new Schemas();
  private static final Kinds KINDS = new Kinds();

  private static Kind kind(String name) {
    return KINDS.all().stream().filter(kind -> kind.kind().equals(name)).findFirst().orElseThrow();
  }

  private static Struct schema(Kind kind) {
    return SCHEMAS.of(kind.group(), kind.version(), kind.kind()).orElseThrow();
  }

  private static ObjectNode filled(Struct schema, String fields) {
    var text = "{'metadata':{'name':'a.b.c'},%s}".formatted(fields).replace('\'', '"');
    var object = (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
    Defaults.apply(schema, object);
    GoForm.apply(schema, object);
    return object;
  }

  /// The fields that are wrong in a new object.
  static List<String> wrong(String kind, String fields) {
    return causes(kind, fields).stream().map(Cause::field).toList();
  }

  /// What is wrong with a new object.
  static List<Cause> causes(String name, String fields) {
    var kind = kind(name);
    return Validation.created(kind, schema(kind), filled(schema(kind), fields));
  }

  /// The fields that a change makes wrong.
  static List<String> changed(String name, String before, String after) {
    var kind = kind(name);
    var schema = schema(kind);
    return Validation.updated(kind, schema, filled(schema, after), filled(schema, before), "")
        .stream()
        .map(Cause::field)
        .toList();
  }

  private KindsJudged() {}
}
