package timonier.apiserver.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ResourceType;

/// The types of the Kubernetes API 1.36, read from a table of its fields.
///
/// A type is put together when it is first asked for, so that a server starts without reading those
/// it does not serve.
public final class Schemas {

  private static final Map<String, FieldType> NAMED =
      Map.ofEntries(
          Map.entry("string", Scalar.STRING),
          Map.entry("bool", Scalar.BOOLEAN),
          Map.entry("int", Scalar.INT32),
          Map.entry("int32", Scalar.INT32),
          Map.entry("int64", Scalar.INT64),
          Map.entry("float64", Scalar.DOUBLE),
          Map.entry("[]byte", Scalar.BYTES),
          Map.entry("resource.Quantity", Scalar.QUANTITY),
          Map.entry("Time", Scalar.TIME),
          Map.entry("metav1.Time", Scalar.TIME),
          Map.entry("MicroTime", Scalar.MICRO_TIME),
          Map.entry("metav1.MicroTime", Scalar.MICRO_TIME),
          Map.entry("intstr.IntOrString", Scalar.INT_OR_STRING),
          Map.entry("FieldsV1", Scalar.ANY),
          Map.entry("runtime.RawExtension", Scalar.ANY),
          Map.entry("runtime.Object", Scalar.ANY),
          Map.entry("ResourceList", new MapOf(Scalar.QUANTITY)),
          Map.entry("v1.ResourceList", new MapOf(Scalar.QUANTITY)),
          Map.entry("ExtraValue", new ListOf(Scalar.STRING)));

  /// The prefixes that the API's own source gives its packages.
  private static final Map<String, String> PACKAGES =
      Map.of(
          "metav1", "meta/v1",
          "v1", "core/v1",
          "corev1", "core/v1",
          "apiv1", "core/v1",
          "authenticationv1", "authentication/v1");

  private final Map<String, List<String[]>> rows = new HashMap<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private final Map<String, Struct> structs = new HashMap<>();

  /// Reads the table.
  public Schemas() {
    for (var row : Table.rows(Schemas.class, "fields.tsv")) {
      rows.computeIfAbsent(row[0] + "." + row[1], _ -> new ArrayList<>()).add(row);
    }
    for (var row : Table.rows(Schemas.class, "values.tsv")) {
      values.put(row[0] + "." + row[1], List.of(row[2].split(", ", -1)));
    }
  }

  /// The schema of a type of object.
  ///
  /// @throws IllegalArgumentException if the table has none
  public Struct of(ResourceType<?> type) {
    return of(type.group(), type.version(), type.kind())
        .orElseThrow(() -> new IllegalArgumentException("no schema of " + type.kind()));
  }

  /// The schema of a kind.
  public Optional<Struct> of(String group, String version, String kind) {
    var shortGroup = group.isEmpty() ? "core" : group.split("\\.", 2)[0];
    return struct(shortGroup + "/" + version + "." + kind);
  }

  /// The schema of a type by group, version and name, as in `core/v1.PodSpec`.
  public synchronized Optional<Struct> struct(String name) {
    var known = structs.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    var fields = rows.get(name);
    if (fields == null) {
      return Optional.empty();
    }
    var struct = new Struct(name, new LinkedHashMap<>());
    structs.put(name, struct);
    var group = name.substring(0, name.lastIndexOf('.'));
    fields.forEach(row -> addField(struct, group, row));
    return Optional.of(struct);
  }

  private void addField(Struct struct, String group, String[] row) {
    var type = type(group, row[3]);
    if (row[2].equals("(inline)")) {
      if (type instanceof Struct inlined) {
        struct.fields().putAll(inlined.fields());
      }
      return;
    }
    struct
        .fields()
        .put(
            row[2],
            new Field(
                row[2],
                type,
                row[5].equals("required"),
                !row[5].equals("optional"),
                row[3].startsWith("*"),
                values.getOrDefault(qualified(group, row[3].replace("*", "")), List.of()),
                Table.words(row[6]),
                row[7],
                row[8],
                Table.words(row[9]),
                row[10],
                row[11]));
  }

  private FieldType type(String group, String text) {
    var plain = text.startsWith("*") ? text.substring(1) : text;
    var named = NAMED.get(plain);
    if (named != null) {
      return named;
    }
    if (plain.startsWith("[]")) {
      return new ListOf(type(group, plain.substring(2)));
    }
    if (plain.startsWith("map[")) {
      return new MapOf(type(group, plain.substring(plain.indexOf(']') + 1)));
    }
    return struct(qualified(group, plain)).<FieldType>map(struct -> struct).orElse(Scalar.STRING);
  }

  private static String qualified(String group, String name) {
    var dot = name.indexOf('.');
    return dot < 0
        ? group + "." + name
        : PACKAGES.getOrDefault(name.substring(0, dot), group) + name.substring(dot);
  }
}
