package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ResourceType;

/// The schemas of all served kinds as OpenAPI documents, versions 2 and 3.
///
/// `kubectl` reads them for `explain`, to check manifests and to compute patches: hence the
/// extensions `x-kubernetes-…` that tell kinds, merge keys and list types.
final class OpenApi {

  private static final String PREFIX = "io.k8s.api.";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String GVK = "x-kubernetes-group-version-kind";

  private final List<DescribedType> types;

  OpenApi(List<DescribedType> types) {
    this.types = types;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Where the documents of version 3 are found, one for each group and version.
  ObjectNode index() {
    var document = object();
    var paths = document.putObject("paths");
    types.stream()
        .map(type -> place(type.type()))
        .distinct()
        .forEach(place -> {
          var url = "/openapi/v3/" + place + "?hash=" + Integer.toHexString(hash(place));
          paths.putObject(place).put("serverRelativeURL", url);
        });
    return document;
  }

  /// What differs when the document of one group and version does: clients keep what they read at
  /// an address.
  private int hash(String place) {
    var own = at(place);
    var hash = own.hashCode();
    var seen = new HashSet<Struct>();
    var open = new ArrayDeque<FieldType>();
    own.forEach(type -> open.add(type.schema()));
    while (!open.isEmpty()) {
      switch (open.remove()) {
        case Struct struct when seen.add(struct) -> {
          hash = 31 * hash + struct.fields().hashCode();
          struct.fields().values().forEach(field -> open.add(field.type()));
        }
        case ListOf list -> open.add(list.element());
        case MapOf map -> open.add(map.value());
        case Struct _, Scalar _ -> {}
      }
    }
    return hash;
  }

  private List<DescribedType> at(String place) {
    return types.stream().filter(type -> place(type.type()).equals(place)).toList();
  }

  private static String place(ResourceType<?> type) {
    return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
  }

  /// The document of one group and version.
  Optional<ObjectNode> version3(String place) {
    var own = at(place);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    var document = object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", Documents.RELEASE);
    var paths = document.putObject("paths");
    own.forEach(type -> paths.set(path(type), operations(type, true)));
    var components = document.putObject("components").putObject("schemas");
    definitions(own, "#/components/schemas/", true).forEach(components::set);
    return Optional.of(document);
  }

  /// The one document of version 2.
  ObjectNode version2() {
    var document = object().put("swagger", "2.0");
    document.putObject("info").put("title", "Kubernetes").put("version", Documents.RELEASE);
    var paths = document.putObject("paths");
    types.forEach(type -> paths.set(path(type), operations(type, false)));
    var definitions = document.putObject("definitions");
    definitions(types, "#/definitions/", false).forEach(definitions::set);
    return document;
  }

  /// Whether there are objects to change, and not just answers to what is created.
  private static boolean isStored(DescribedType type) {
    return type.verbs().contains("patch");
  }

  /// The path of one object, or of the collection where there are none.
  private static String path(DescribedType described) {
    var type = described.type();
    return "/"
        + place(type)
        + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
        + type.plural()
        + (isStored(described) ? "/{name}" : "");
  }

  /// What can be done there, as far as `kubectl` looks: which media types a patch may have, and
  /// that it may be a dry run and asks for field validation.
  private static ObjectNode operations(DescribedType type, boolean version3) {
    var item = object();
    var methods = isStored(type) ? List.of("get", "put", "patch", "delete") : List.of("post");
    for (var method : methods) {
      var operation = item.putObject(method);
      operation.set(GVK, kind(type.type()));
      operation.put("x-kubernetes-action", method);
      if (!method.equals("get")) {
        var parameters = operation.putArray("parameters");
        for (var name : List.of("dryRun", "fieldManager", "fieldValidation")) {
          var parameter = parameters.addObject().put("name", name).put("in", "query");
          if (version3) {
            parameter.putObject("schema").put("type", "string");
          } else {
            parameter.put("type", "string");
          }
        }
      }
      if (version3 && method.equals("patch")) {
        var content = operation.putObject("requestBody").putObject("content");
        for (var kind : List.of("json-patch", "merge-patch", "strategic-merge-patch")) {
          content.putObject("application/" + kind + "+json");
        }
      }
      operation.putObject("responses").putObject("200").put("description", "OK");
    }
    return item;
  }

  private static ObjectNode kind(ResourceType<?> type) {
    return object()
        .put("group", type.group())
        .put("kind", type.kind())
        .put("version", type.version());
  }

  /// The definitions of some types and of all that they hold.
  private Map<String, ObjectNode> definitions(
      List<DescribedType> own, String reference, boolean version3) {
    var definitions = new TreeMap<String, ObjectNode>();
    var open = new ArrayDeque<Struct>();
    for (var type : own) {
      var struct = type.schema();
      var definition = definition(struct, reference, version3, open);
      definition.putArray(GVK).add(kind(type.type()));
      definitions.put(name(struct), definition);
    }
    while (!open.isEmpty()) {
      var struct = open.remove();
      if (!definitions.containsKey(name(struct))) {
        definitions.put(name(struct), object());
        definitions.put(name(struct), definition(struct, reference, version3, open));
      }
    }
    return definitions;
  }

  /// `core/v1.PodSpec` is `io.k8s.api.core.v1.PodSpec` to the world.
  private static String name(Struct struct) {
    return struct.name().startsWith("meta/v1.")
        ? META + struct.name().substring("meta/v1.".length())
        : PREFIX + struct.name().replace('/', '.');
  }

  private static ObjectNode definition(
      Struct struct, String reference, boolean version3, ArrayDeque<Struct> open) {
    var definition = object().put("type", "object");
    definition.put("description", description(struct.name()));
    var required = struct.fields().values().stream().filter(Field::required).toList();
    if (!required.isEmpty()) {
      var names = definition.putArray("required");
      required.forEach(field -> names.add(field.name()));
    }
    var properties = definition.putObject("properties");
    for (var field : struct.fields().values()) {
      var property = property(field.type(), reference, version3, open);
      property.put("description", description(field.name()));
      extensions(field, property);
      properties.set(field.name(), property);
    }
    return definition;
  }

  /// `terminationGracePeriodSeconds` is the "termination grace period seconds".
  private static String description(String name) {
    var words = name.substring(name.lastIndexOf('.') + 1).replaceAll("([a-z])([A-Z])", "$1 $2");
    return Character.toUpperCase(words.charAt(0))
        + words.substring(1).toLowerCase(java.util.Locale.ROOT)
        + ".";
  }

  private static void extensions(Field field, ObjectNode property) {
    if (!field.patchStrategy().isEmpty()) {
      property.put("x-kubernetes-patch-strategy", String.join(",", field.patchStrategy()));
    }
    if (!field.mergeKey().isEmpty()) {
      property.put("x-kubernetes-patch-merge-key", field.mergeKey());
    }
    if (!field.listType().isEmpty()) {
      property.put("x-kubernetes-list-type", field.listType());
    }
    if (!field.mapKeys().isEmpty()) {
      field.mapKeys().forEach(property.putArray("x-kubernetes-list-map-keys")::add);
    }
    if (field.values().size() > 1) {
      field.values().forEach(property.putArray("enum")::add);
    }
  }

  private static ObjectNode property(
      FieldType type, String reference, boolean version3, ArrayDeque<Struct> open) {
    return switch (type) {
      case Struct struct -> {
        open.add(struct);
        var property = object();
        if (version3) {
          property.putArray("allOf").addObject().put("$ref", reference + name(struct));
        } else {
          property.put("$ref", reference + name(struct));
        }
        yield property;
      }
      case ListOf list -> {
        var property = object().put("type", "array");
        property.set("items", property(list.element(), reference, version3, open));
        yield property;
      }
      case MapOf map -> {
        var property = object().put("type", "object");
        property.set("additionalProperties", property(map.value(), reference, version3, open));
        yield property;
      }
      case Scalar scalar -> scalar(scalar);
    };
  }

  private static ObjectNode scalar(Scalar scalar) {
    return switch (scalar) {
      case STRING -> object().put("type", "string");
      case BOOLEAN -> object().put("type", "boolean");
      case INT32 -> object().put("type", "integer").put("format", "int32");
      case INT64 -> object().put("type", "integer").put("format", "int64");
      case DOUBLE -> object().put("type", "number").put("format", "double");
      case QUANTITY -> object().put("type", "string");
      case TIME, MICRO_TIME -> object().put("type", "string").put("format", "date-time");
      case INT_OR_STRING -> object().put("type", "string").put("format", "int-or-string");
      case BYTES -> object().put("type", "string").put("format", "byte");
      case ANY -> object().put("type", "object");
    };
  }
}
