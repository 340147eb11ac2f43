package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.ApiException;

/// A merge patch that knows the schema: lists whose elements have a key are merged element by
/// element.
///
/// Beside values, a patch holds directives (Kubernetes, "Strategic Merge Patch"): `$patch: replace`
/// and `$patch: delete` on an object or an element; `$retainKeys` names the only fields to keep;
/// `$deleteFromPrimitiveList/F` removes values from list `F`; `$setElementOrder/F` says in which
/// order the elements of `F` stand.
public final class StrategicMerge {

  private static final String PATCH = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE = "$deleteFromPrimitiveList/";
  private static final String ORDER = "$setElementOrder/";

  /// The document with the patch applied; the document itself stays as it was.
  ///
  /// @throws ApiException 400 if a directive makes no sense
  public static ObjectNode apply(Struct schema, ObjectNode document, ObjectNode patch) {
    return merge(Optional.of(schema), document.deepCopy(), patch);
  }

  private static ObjectNode merge(Optional<Struct> schema, ObjectNode target, ObjectNode patch) {
    switch (patch.path(PATCH).asText()) {
      case "replace" -> {
        var result = patch.deepCopy();
        result.remove(PATCH);
        return clean(result);
      }
      case "delete" -> {
        return JsonNodeFactory.instance.objectNode();
      }
      case "", "merge" -> retain(target, patch);
      default -> throw ApiException.badRequest("Unknown patch type found: " + patch.get(PATCH));
    }
    for (var entry : patch.properties()) {
      var name = entry.getKey();
      if (name.startsWith(DELETE)) {
        deleteValues(target, name.substring(DELETE.length()), entry.getValue());
      } else if (!name.startsWith("$")) {
        mergeField(schema.flatMap(struct -> struct.field(name)), name, target, patch);
      }
    }
    order(schema, target, patch);
    return target;
  }

  private static void retain(ObjectNode target, ObjectNode patch) {
    if (patch.path(RETAIN_KEYS) instanceof ArrayNode kept) {
      var names = new HashSet<String>();
      kept.forEach(name -> names.add(name.asText()));
      target.retain(names);
    }
  }

  private static void deleteValues(ObjectNode target, String name, JsonNode values) {
    if (target.path(name) instanceof ArrayNode list) {
      var gone = new HashSet<JsonNode>();
      values.forEach(gone::add);
      list.removeIf(gone::contains);
    }
  }

  private static void mergeField(
      Optional<Field> field, String name, ObjectNode target, ObjectNode patch) {
    switch (patch.get(name)) {
      case JsonNode value when value.isNull() -> target.remove(name);
      case ObjectNode value -> {
        var below = field.map(Field::type).filter(Struct.class::isInstance).map(Struct.class::cast);
        var before =
            target.path(name) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
        target.set(name, merge(below, before, value));
      }
      case ArrayNode value when field.filter(Field::mergesElements).isPresent() -> {
        var before =
            target.path(name) instanceof ArrayNode list
                ? list
                : JsonNodeFactory.instance.arrayNode();
        target.set(name, mergeList(field.get(), before, value));
      }
      case JsonNode value -> target.set(name, value.deepCopy());
    }
  }

  private static ArrayNode mergeList(Field field, ArrayNode before, ArrayNode patch) {
    if (field.mergeKey().isEmpty()) {
      return union(before, patch);
    }
    for (var element : patch) {
      if (element.path(PATCH).asText().equals("replace") && !element.has(field.mergeKey())) {
        return without(patch, element);
      }
    }
    var elementType = field.type() instanceof ListOf(Struct struct) ? struct : null;
    var result = before.deepCopy();
    for (var element : patch) {
      mergeElement(field, Optional.ofNullable(elementType), result, TextBody.object(element));
    }
    return result;
  }

  private static ArrayNode without(ArrayNode list, JsonNode marker) {
    var result = list.deepCopy();
    result.removeIf(marker::equals);
    return result;
  }

  private static ArrayNode union(ArrayNode before, ArrayNode patch) {
    var result = before.deepCopy();
    var present = new HashSet<JsonNode>();
    before.forEach(present::add);
    patch.forEach(value -> {
      if (present.add(value)) {
        result.add(value);
      }
    });
    return result;
  }

  private static void mergeElement(
      Field field, Optional<Struct> type, ArrayNode list, ObjectNode element) {
    var key = element.get(field.mergeKey());
    if (key == null) {
      throw ApiException.badRequest(
          "map: %s does not contain declared merge key: %s".formatted(element, field.mergeKey()));
    }
    var index = indexOf(list, field.mergeKey(), key);
    if (element.path(PATCH).asText().equals("delete")) {
      if (index >= 0) {
        list.remove(index);
      }
    } else if (index >= 0) {
      list.set(index, merge(type, (ObjectNode) list.get(index), element));
    } else {
      list.add(merge(type, JsonNodeFactory.instance.objectNode(), element));
    }
  }

  private static int indexOf(ArrayNode list, String mergeKey, JsonNode key) {
    for (var i = 0; i < list.size(); i++) {
      if (key.equals(list.get(i).get(mergeKey))) {
        return i;
      }
    }
    return -1;
  }

  /// Puts elements in the order that the patch asks for; elements it does not name stay behind the
  /// one they stood behind.
  private static void order(Optional<Struct> schema, ObjectNode target, ObjectNode patch) {
    for (var entry : patch.properties()) {
      if (entry.getKey().startsWith(ORDER)) {
        var name = entry.getKey().substring(ORDER.length());
        var key = schema.flatMap(struct -> struct.field(name)).map(Field::mergeKey).orElse("");
        if (target.path(name) instanceof ArrayNode list) {
          target.set(name, ordered(list, entry.getValue(), key));
        }
      }
    }
  }

  private static ArrayNode ordered(ArrayNode list, JsonNode order, String mergeKey) {
    if (!order.isArray()) {
      throw ApiException.badRequest("an order of elements is a list, not " + order);
    }
    List<JsonNode> wanted = new ArrayList<>();
    order.forEach(element -> wanted.add(identity(element, mergeKey)));
    var named = new ArrayList<JsonNode>();
    list.forEach(element -> {
      if (wanted.contains(identity(element, mergeKey))) {
        named.add(element);
      }
    });
    named.sort((a, b) ->
        Integer.compare(
            wanted.indexOf(identity(a, mergeKey)), wanted.indexOf(identity(b, mergeKey))));
    var result = JsonNodeFactory.instance.arrayNode();
    var next = named.iterator();
    list.forEach(element ->
        result.add(wanted.contains(identity(element, mergeKey)) ? next.next() : element));
    return result;
  }

  private static JsonNode identity(JsonNode element, String mergeKey) {
    return mergeKey.isEmpty() ? element : element.path(mergeKey);
  }

  /// Removes what only a merge would have understood.
  private static ObjectNode clean(ObjectNode object) {
    object.properties().removeIf(e -> e.getValue().isNull() || e.getKey().startsWith("$"));
    return object;
  }

  private StrategicMerge() {}
}
