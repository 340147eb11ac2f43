package timonier.apiserver.patches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// A merge patch that knows the schema: lists whose elements have a key are merged element by
/// element.
///
/// Besides values, a patch holds directives (Kubernetes, "Strategic Merge Patch"): `$patch:
/// replace` and `$patch: delete` on an object or an element; `$retainKeys` names the only fields to
/// keep; `$deleteFromPrimitiveList/F` removes values from list `F`; `$setElementOrder/F` says in
/// which order the elements of `F` stand. Lists are merged by [StrategicList].
final class StrategicMerge {

  static final String PATCH = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE = "$deleteFromPrimitiveList/";
  private static final String ORDER = "$setElementOrder/";

  /// The document with the patch applied; the document itself stays as it was.
  ///
  /// @throws ApiException 400 if a directive makes no sense, 422 if the patch sets fields that it
  ///   does not keep
  public static ObjectNode apply(Struct schema, ObjectNode document, ObjectNode patch) {
    return merge(Optional.of(schema), document.deepCopy(), patch);
  }

  static ObjectNode merge(Optional<Struct> schema, ObjectNode target, ObjectNode patch) {
    if (patch.has(PATCH)) {
      return replaced(patch);
    }
    retain(target, patch);
    var ordered = order(schema, target, patch);
    for (var entry : patch.properties()) {
      var name = entry.getKey();
      if (name.startsWith(DELETE)) {
        deleteValues(target, name.substring(DELETE.length()), entry.getValue());
      } else if (!name.startsWith("$") && !ordered.contains(name)) {
        mergeField(schema.flatMap(struct -> struct.field(name)), name, target, entry.getValue());
      }
    }
    return target;
  }

  private static ObjectNode replaced(ObjectNode patch) {
    return switch (patch.path(PATCH).asText()) {
      case "replace" -> {
        var result = patch.deepCopy();
        result.properties().removeIf(entry -> entry.getKey().startsWith("$"));
        yield result;
      }
      case "delete" -> JsonNodeFactory.instance.objectNode();
      default ->
          throw ApiException.badRequest("unknown patch type found: " + patch.path(PATCH).asText());
    };
  }

  private static void retain(ObjectNode target, ObjectNode patch) {
    if (!patch.has(RETAIN_KEYS)) {
      return;
    }
    if (!patch.path(RETAIN_KEYS).isArray()) {
      throw ApiException.badRequest("invalid patch format of retainKeys");
    }
    var kept = new HashSet<String>();
    patch.path(RETAIN_KEYS).forEach(name -> kept.add(name.asText()));
    for (var entry : patch.properties()) {
      var name = entry.getKey();
      if (!name.startsWith("$") && !entry.getValue().isNull() && !kept.contains(name)) {
        throw new ApiException(
            Status.failure(422, "Invalid", "patch content doesn't match retainKeys list"));
      }
    }
    target.retain(kept);
  }

  private static void deleteValues(ObjectNode target, String name, JsonNode values) {
    if (target.path(name) instanceof ArrayNode list) {
      var gone = new HashSet<String>();
      values.forEach(value -> gone.add(value.toString()));
      list.removeIf(value -> gone.contains(value.toString()));
    }
  }

  private static void mergeField(
      Optional<Field> field, String name, ObjectNode target, JsonNode value) {
    if (value.isNull()) {
      target.remove(name);
      return;
    }
    switch (target.get(name)) {
      case ObjectNode before when value instanceof ObjectNode object && isMerged(field) ->
          target.set(name, merge(field.flatMap(StrategicMerge::struct), before, object));
      case ArrayNode before
          when value instanceof ArrayNode list && field.filter(Field::mergesElements).isPresent() ->
          target.set(name, StrategicList.of(field.get()).merge(before, list));
      case ArrayNode _ when value.isArray() -> target.set(name, value.deepCopy());
      case null, default -> take(target, name, value);
    }
  }

  private static boolean isMerged(Optional<Field> field) {
    return field.filter(known -> known.patchStrategy().contains("replace")).isEmpty();
  }

  private static Optional<Struct> struct(Field field) {
    return field.type() instanceof Struct struct ? Optional.of(struct) : Optional.empty();
  }

  /// Takes a value as it is where there is nothing to merge it into.
  private static void take(ObjectNode target, String name, JsonNode value) {
    if (value.has(PATCH)) {
      target.remove(name);
    } else {
      target.set(name, plain(value));
    }
  }

  /// A copy of a value without what only a merge would have understood.
  static JsonNode plain(JsonNode value) {
    var copy = value.deepCopy();
    strip(copy);
    return copy;
  }

  private static void strip(JsonNode value) {
    switch (value) {
      case ObjectNode object ->
          object
              .properties()
              .removeIf(entry ->
                  entry.getValue().isNull()
                      || entry.getKey().startsWith("$")
                      || entry.getValue().has(PATCH));
      case ArrayNode list -> list.removeIf(element -> element.has(PATCH));
      case JsonNode _ -> {}
    }
    value.forEach(StrategicMerge::strip);
  }

  /// Merges the lists whose order the patch says; their names.
  private static Set<String> order(Optional<Struct> schema, ObjectNode target, ObjectNode patch) {
    var names = new HashSet<String>();
    for (var entry : patch.properties()) {
      if (entry.getKey().startsWith(ORDER)) {
        var name = entry.getKey().substring(ORDER.length());
        if (!(entry.getValue() instanceof ArrayNode order)) {
          throw ApiException.badRequest("an order of elements is a list, not " + entry.getValue());
        }
        var list = StrategicList.of(schema.flatMap(struct -> struct.field(name)));
        if (target.has(name) || patch.has(name)) {
          target.set(name, list.merge(list(target, name), list(patch, name), order));
        }
        names.add(name);
      }
    }
    return names;
  }

  private static ArrayNode list(ObjectNode object, String name) {
    return switch (object.get(name)) {
      case ArrayNode list -> list;
      case null -> JsonNodeFactory.instance.arrayNode();
      case JsonNode value -> throw ApiException.badRequest("expected a list, but found: " + value);
    };
  }

  private StrategicMerge() {}
}
