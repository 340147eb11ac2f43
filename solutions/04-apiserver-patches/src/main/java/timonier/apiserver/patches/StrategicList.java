package timonier.apiserver.patches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.TextBody;
import timonier.pods.objects.ApiException;

/// Merges lists as a strategic merge patch does.
///
/// Elements are found by name, without looking at the others: both lists may be as long as a
/// request allows.
///
/// @param isMerged whether elements are merged at all; if not, a patch replaces the list
/// @param mergeKey the field that tells elements apart; empty where they are told apart by value
/// @param element the type of elements that have fields
record StrategicList(boolean isMerged, String mergeKey, Optional<Struct> element) {

  static StrategicList of(Field field) {
    var element =
        field.type() instanceof ListOf(Struct struct)
            ? Optional.of(struct)
            : Optional.<Struct>empty();
    return new StrategicList(field.mergesElements(), field.mergeKey(), element);
  }

  /// The list of a field; of one that no schema knows, one of values that a patch replaces.
  static StrategicList of(Optional<Field> field) {
    return field
        .map(StrategicList::of)
        .orElseGet(() -> new StrategicList(false, "", Optional.empty()));
  }

  /// The list with a patch merged into it, in the order of the patch.
  ArrayNode merge(ArrayNode before, ArrayNode patch) {
    return merge(before, patch, patch);
  }

  /// The list with a patch merged into it.
  ///
  /// @param order the elements whose order is wanted; each of the others stays before those that it
  ///   stood before
  ArrayNode merge(ArrayNode before, ArrayNode patch, ArrayNode order) {
    if (!isMerged && !patch.isEmpty()) {
      return patch.deepCopy();
    }
    var merged = mergeKey.isEmpty() ? union(before, patch) : mergeElements(before, patch);
    return ordered(merged, places(before), places(order));
  }

  private static List<JsonNode> union(ArrayNode before, ArrayNode patch) {
    var all = new ArrayList<JsonNode>();
    var present = new HashSet<String>();
    for (var list : List.of(before, patch)) {
      list.forEach(value -> {
        if (present.add(value.toString())) {
          all.add(value);
        }
      });
    }
    return all;
  }

  /// One element with `$patch: replace` replaces the whole list by those without a directive.
  private List<JsonNode> mergeElements(ArrayNode before, ArrayNode patch) {
    var deleted = new HashSet<String>();
    var isReplaced = false;
    var plain = new ArrayList<ObjectNode>();
    for (var part : patch) {
      var fields = TextBody.object(part);
      switch (fields.path(StrategicMerge.PATCH).asText()) {
        case "" -> plain.add(fields);
        case "delete" -> deleted.add(name(fields));
        case "replace" -> isReplaced = true;
        default -> throw ApiException.badRequest("unknown patch type found: " + part);
      }
    }
    if (isReplaced) {
      return plain.stream().map(StrategicMerge::plain).toList();
    }
    var merged = new ArrayList<JsonNode>();
    before.forEach(old -> {
      if (!deleted.contains(identity(old))) {
        merged.add(old);
      }
    });
    mergeInto(merged, plain);
    return merged;
  }

  private void mergeInto(List<JsonNode> merged, List<ObjectNode> patch) {
    var places = new HashMap<String, Integer>();
    for (var i = 0; i < merged.size(); i++) {
      places.putIfAbsent(identity(merged.get(i)), i);
    }
    for (var part : patch) {
      var place = places.putIfAbsent(name(part), merged.size());
      if (place == null) {
        merged.add(StrategicMerge.plain(part));
      } else {
        var old = TextBody.object(merged.get(place));
        merged.set(place, StrategicMerge.merge(element, old, part));
      }
    }
  }

  /// What a patch calls an element.
  private String name(ObjectNode part) {
    if (!part.has(mergeKey)) {
      throw ApiException.badRequest(
          "map: %s does not contain declared merge key: %s".formatted(part, mergeKey));
    }
    return identity(part);
  }

  /// As text, which is found fast also where many have the same hash.
  private String identity(JsonNode value) {
    return (mergeKey.isEmpty() ? value : value.path(mergeKey)).toString();
  }

  private Map<String, Integer> places(ArrayNode list) {
    var places = new HashMap<String, Integer>();
    for (var i = 0; i < list.size(); i++) {
      places.putIfAbsent(identity(list.get(i)), i);
    }
    return places;
  }

  /// Brings the elements that are named in an order into it. The others stay as they were among
  /// themselves; such a one goes first where both were there before and it stood before.
  private ArrayNode ordered(
      List<JsonNode> list, Map<String, Integer> before, Map<String, Integer> wanted) {
    var named = new ArrayList<JsonNode>();
    var others = new ArrayList<JsonNode>();
    list.forEach(value -> (wanted.containsKey(identity(value)) ? named : others).add(value));
    named.sort(Comparator.comparing(value -> wanted.get(identity(value))));
    var result = JsonNodeFactory.instance.arrayNode();
    var next = 0;
    for (var value : named) {
      while (next < others.size() && isBefore(others.get(next), value, before)) {
        result.add(others.get(next++));
      }
      result.add(value);
    }
    return result.addAll(others.subList(next, others.size()));
  }

  private boolean isBefore(JsonNode one, JsonNode other, Map<String, Integer> before) {
    var place = before.get(identity(one));
    var otherPlace = before.get(identity(other));
    return place != null && otherPlace != null && place < otherPlace;
  }
}
