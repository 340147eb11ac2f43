package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.Schemas;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Status.Cause;

/// Judges objects by the rules of one area alone, completed as the server completes them: what the
/// tests of an area stand on.
///
/// Objects are written without their braces, and with single quotes for double ones, as in
/// `'spec':{'replicas':1}`. Where they have no metadata, they are called `x`.
public final class JudgedKinds {

  private final Schemas schemas = new Schemas();
  private final Kinds kinds = new Kinds();
  private final Rules rules;

  /// @param area whose rules hold
  public JudgedKinds(Area area) {
    this.rules = new Rules(List.of(area));
  }

  /// What is wrong with a new object.
  ///
  /// @param kind what it is, as in `Pod`
  public List<Cause> created(String kind, String object) {
    var causes = new Causes();
    var schema = schema(kind(kind));
    rules.judge(schema, Subject.created(completed(kind(kind), object), causes));
    return causes.found();
  }

  /// What is wrong with a change of an object.
  ///
  /// @param kind what it is, as in `Pod`
  /// @param before the object as it was
  /// @param after the object as it shall be
  public List<Cause> updated(String kind, String before, String after) {
    var causes = new Causes();
    var old = completed(kind(kind), before);
    rules.judge(schema(kind(kind)), Subject.updated(completed(kind(kind), after), old, causes));
    return causes.found();
  }

  /// The fields that causes are about.
  public static List<String> fields(List<Cause> causes) {
    return causes.stream().map(Cause::field).toList();
  }

  /// What causes say, each with its field before it.
  public static List<String> told(List<Cause> causes) {
    return causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
  }

  private Kind kind(String name) {
    return kinds.all().stream().filter(kind -> kind.kind().equals(name)).findFirst().orElseThrow();
  }

  private Struct schema(Kind kind) {
    return schemas.of(kind.group(), kind.version(), kind.kind()).orElseThrow();
  }

  private ObjectNode completed(Kind kind, String fields) {
    var text = "{'metadata':{'name':'x','uid':'u'},%s}".formatted(fields).replace('\'', '"');
    var object = (ObjectNode) JsonFormat.parse(text.getBytes(StandardCharsets.UTF_8));
    var schema = schema(kind);
    var status = object.path("status").deepCopy();
    kind.begin(object);
    if (status.isObject()) {
      object.set("status", status); // as components have written it since
    }
    Defaults.apply(schema, object);
    GoForm.apply(schema, object);
    return object;
  }
}
