package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import timonier.apiserver.apply.Shape.Entries;
import timonier.apiserver.apply.Shape.Fields;
import timonier.apiserver.apply.Shape.Keyed;
import timonier.apiserver.apply.Shape.Values;
import timonier.apiserver.apply.Shape.Whole;
import timonier.pods.objects.ApiException;

/// Puts what is applied into an object, and takes out what is no longer applied.
final class Merge {

  /// The fields that a document mentions.
  ///
  /// @throws ApiException 400 if a list names the same element twice, or leaves out a key
  static FieldSet fields(Fields shape, JsonNode document) {
    var set = new FieldSet();
    fields(shape, document, set, "");
    return set;
  }

  private static void fields(Shape shape, JsonNode value, FieldSet set, String path) {
    switch (shape) {
      case Whole.NOBODYS -> {}
      case Whole.ATOM -> set.add();
      case Fields fields -> {
        for (var entry : value.properties()) {
          var part = fields.part(entry.getKey()).shape();
          below(part, entry.getValue(), set, "f:" + entry.getKey(), path + "." + entry.getKey());
        }
      }
      case Entries entries -> {
        for (var entry : value.properties()) {
          var name = "f:" + entry.getKey();
          below(entries.value(), entry.getValue(), set, name, path + "." + entry.getKey());
          set.part(name).add();
        }
      }
      case Keyed keyed ->
          distinct(keyed, value, path)
              .forEach((name, element) -> {
                below(keyed.element(), element, set, name, path);
                set.part(name).add();
              });
      case Values _ -> Comparison.values(value).keySet().forEach(name -> set.part(name).add());
    }
  }

  private static void below(Shape shape, JsonNode value, FieldSet set, String name, String path) {
    if (shape == Whole.NOBODYS) {
      return;
    }
    var below = new FieldSet();
    fields(shape, value, below, path);
    if (value.isObject() && value.isEmpty()) {
      below.add();
    }
    if (!below.isEmpty()) {
      set.part(name).addAll(below);
    }
  }

  private static Map<String, JsonNode> distinct(Keyed shape, JsonNode list, String path) {
    var elements = new LinkedHashMap<String, JsonNode>();
    for (var element : list) {
      var name = shape.name(element);
      if (name.isEmpty()) {
        throw ApiException.badRequest(
            "%s: element %d: associative list with keys has an element that omits key field %s"
                .formatted(path, elements.size(), shape.keys()));
      }
      if (elements.put(name, element) != null) {
        throw ApiException.badRequest(
            "%s: duplicate entries for key %s".formatted(path, FieldSet.step(name)));
      }
    }
    return elements;
  }

  /// The object with everything that a document says; the object itself stays as it was.
  static ObjectNode merge(Fields shape, ObjectNode object, ObjectNode document) {
    return (ObjectNode) merged(shape, object, document);
  }

  private static JsonNode merged(Shape shape, JsonNode value, JsonNode applied) {
    if (value.isMissingNode() || value.getNodeType() != applied.getNodeType()) {
      return applied.deepCopy();
    }
    return switch (shape) {
      case Whole _ -> applied.deepCopy();
      case Fields fields -> {
        var result = ((ObjectNode) value).deepCopy();
        for (var entry : applied.properties()) {
          var name = entry.getKey();
          result.set(name, merged(fields.part(name).shape(), value.path(name), entry.getValue()));
        }
        yield result;
      }
      case Entries entries -> {
        var result = ((ObjectNode) value).deepCopy();
        for (var entry : applied.properties()) {
          var name = entry.getKey();
          result.set(name, merged(entries.value(), value.path(name), entry.getValue()));
        }
        yield result;
      }
      case Keyed keyed -> elements(keyed, (ArrayNode) value, applied);
      case Values _ -> values(value, applied);
    };
  }

  private static ArrayNode values(JsonNode list, JsonNode applied) {
    var all = Comparison.values(list);
    all.putAll(Comparison.values(applied));
    return JsonNodeFactory.instance.arrayNode().addAll(all.values());
  }

  /// Elements that are applied stand in the order in which they are applied; each of the others
  /// stays behind the one it stood behind.
  private static ArrayNode elements(Keyed shape, ArrayNode list, JsonNode applied) {
    var old = Comparison.byKey(shape, list);
    var fresh = new LinkedHashMap<String, JsonNode>();
    Comparison.byKey(shape, applied)
        .forEach((name, element) ->
            fresh.put(
                name, merged(shape.element(), old.getOrDefault(name, Shape.nothing()), element)));
    var inserted = new HashSet<String>();
    var result = JsonNodeFactory.instance.arrayNode();
    var order = new ArrayDeque<>(fresh.entrySet());
    for (var element : list) {
      var name = shape.name(element);
      if (!fresh.containsKey(name)) {
        result.add(element.deepCopy());
      } else if (inserted.add(name)) {
        // The element that stood here makes room for the next one that is applied and was there
        // before.
        takeNextKnown(order, old, result);
      }
    }
    order.forEach(entry -> result.add(entry.getValue()));
    return result;
  }

  private static void takeNextKnown(
      Deque<Map.Entry<String, JsonNode>> order, Map<String, JsonNode> old, ArrayNode result) {
    while (!order.isEmpty()) {
      var next = order.removeFirst();
      result.add(next.getValue());
      if (old.containsKey(next.getKey())) {
        return;
      }
    }
  }

  /// Takes out of an object, in place, what was applied before and nobody owns any more.
  ///
  /// @param before what was applied before
  /// @param owned what somebody owns now
  static void prune(Fields shape, ObjectNode object, FieldSet before, FieldSet owned) {
    pruned(shape, object, before, owned);
  }

  private static void pruned(Shape shape, JsonNode value, FieldSet before, FieldSet owned) {
    switch (shape) {
      case Whole _ -> {}
      case Fields fields ->
          before
              .parts()
              .forEach((name, part) -> {
                var field = name.substring(2);
                var below = fields.part(field).shape();
                field(below, (ObjectNode) value, field, part, owned.below(name));
              });
      case Entries entries ->
          before
              .parts()
              .forEach((name, part) ->
                  field(
                      entries.value(),
                      (ObjectNode) value,
                      name.substring(2),
                      part,
                      owned.below(name)));
      case Keyed keyed ->
          ((ArrayNode) value)
              .removeIf(element -> {
                var name = keyed.name(element);
                return isOver(keyed.element(), element, before.below(name), owned.below(name));
              });
      case Values _ ->
          ((ArrayNode) value)
              .removeIf(element ->
                  isOver(
                      Whole.ATOM,
                      element,
                      before.below("v:" + element),
                      owned.below("v:" + element)));
    }
  }

  private static void field(
      Shape shape, ObjectNode object, String name, FieldSet before, FieldSet owned) {
    if (object.has(name) && isOver(shape, object.get(name), before, owned)) {
      object.remove(name);
    }
  }

  /// Whether to remove a value as a whole; if not, it is pruned.
  private static boolean isOver(Shape shape, JsonNode value, FieldSet before, FieldSet owned) {
    if (before.isEmpty()) {
      return false;
    }
    if (before.isMember() && owned.isEmpty()) {
      return true;
    }
    if (!value.isContainerNode()) {
      return false;
    }
    pruned(shape, value, before, owned);
    return value.isEmpty() && owned.isEmpty();
  }

  private Merge() {}
}
