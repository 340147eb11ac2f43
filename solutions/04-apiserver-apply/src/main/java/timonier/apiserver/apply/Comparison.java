package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import timonier.apiserver.apply.Shape.Entries;
import timonier.apiserver.apply.Shape.Fields;
import timonier.apiserver.apply.Shape.Keyed;
import timonier.apiserver.apply.Shape.Values;
import timonier.apiserver.apply.Shape.Whole;

/// What a write does to an object, field by field.
///
/// @param written the fields that are new or have another value
/// @param removed the fields that are gone
record Comparison(FieldSet written, FieldSet removed) {

  /// A place in both objects. Its name is put together only where something differs.
  private record Place(@Nullable Place up, String name) {
    FieldSet in(FieldSet set) {
      return up == null ? set : up.in(set).part(name);
    }
  }

  static Comparison of(Fields shape, JsonNode before, JsonNode after) {
    var comparison = new Comparison(new FieldSet(), new FieldSet());
    comparison.fields(shape, before, after, new Place(null, ""), true);
    return comparison;
  }

  boolean isEmpty() {
    return written.isEmpty() && removed.isEmpty();
  }

  /// What is written or removed.
  FieldSet changed() {
    return new FieldSet().addAll(written).addAll(removed);
  }

  private void note(JsonNode before, JsonNode after, Place place) {
    if (after.isMissingNode()) {
      place.in(removed).add();
    } else if (!after.equals(before)) {
      place.in(written).add();
    }
  }

  /// Whether a value is what Go's types begin with, so that nobody wrote it.
  private static boolean isZero(JsonNode value) {
    return value.isTextual() && value.textValue().isEmpty()
        || value.isNumber() && value.doubleValue() == 0
        || value.isBoolean() && !value.booleanValue();
  }

  /// @param isThere whether the place counts as there already, so that only its parts are new
  private void compare(Shape shape, JsonNode before, JsonNode after, Place place, boolean isThere) {
    if (shape == Whole.NOBODYS) {
      return;
    }
    if (shape == Whole.ATOM || !before.isContainerNode() && !after.isContainerNode()) {
      if (!(isThere && before.isMissingNode() && isZero(after))) {
        note(before, after, place);
      }
      return;
    }
    if (before.isMissingNode() && !isThere || after.isMissingNode()) {
      note(before, after, place);
    }
    switch (shape) {
      case Whole _ -> {}
      case Fields fields ->
          fields(fields, before, after, place, isThere || !before.isMissingNode());
      case Entries entries -> entries(entries.value(), before, after, place);
      case Keyed keyed -> elements(keyed, before, after, place);
      case Values _ -> parts(Whole.ATOM, values(before), values(after), place);
    }
  }

  private void fields(Fields shape, JsonNode before, JsonNode after, Place place, boolean isThere) {
    for (var entry : after.properties()) {
      var name = entry.getKey();
      var part = shape.part(name);
      var old = before.path(name);
      compare(
          part.shape(),
          old,
          entry.getValue(),
          new Place(place, "f:" + name),
          isThere && part.isAlwaysThere());
    }
    for (var entry : before.properties()) {
      if (!after.has(entry.getKey())) {
        var part = shape.part(entry.getKey());
        var below = new Place(place, "f:" + entry.getKey());
        compare(part.shape(), entry.getValue(), Shape.nothing(), below, true);
      }
    }
  }

  private void entries(Shape value, JsonNode before, JsonNode after, Place place) {
    for (var entry : after.properties()) {
      var below = new Place(place, "f:" + entry.getKey());
      compare(value, before.path(entry.getKey()), entry.getValue(), below, false);
    }
    for (var entry : before.properties()) {
      if (!after.has(entry.getKey())) {
        var below = new Place(place, "f:" + entry.getKey());
        compare(value, entry.getValue(), Shape.nothing(), below, false);
      }
    }
  }

  private void elements(Keyed shape, JsonNode before, JsonNode after, Place place) {
    if (!before.equals(after)) {
      parts(shape.element(), byKey(shape, before), byKey(shape, after), place);
    }
  }

  private void parts(
      Shape shape, Map<String, JsonNode> before, Map<String, JsonNode> after, Place place) {
    after.forEach((name, value) ->
        compare(
            shape,
            before.getOrDefault(name, Shape.nothing()),
            value,
            new Place(place, name),
            false));
    before.forEach((name, value) -> {
      if (!after.containsKey(name)) {
        compare(shape, value, Shape.nothing(), new Place(place, name), false);
      }
    });
  }

  /// The elements of a list by the names that sets of fields give them; of several with the same
  /// keys, the first.
  static Map<String, JsonNode> byKey(Keyed shape, JsonNode list) {
    var elements = new LinkedHashMap<String, JsonNode>();
    list.forEach(element -> elements.putIfAbsent(shape.name(element), element));
    return elements;
  }

  static Map<String, JsonNode> values(JsonNode list) {
    var values = new LinkedHashMap<String, JsonNode>();
    list.forEach(value -> values.put("v:" + value, value));
    return values;
  }
}
