package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import timonier.pods.Quantity;

/// A value that is judged, and what stands around it.
public final class Subject {

  private static final JsonNode NOTHING = MissingNode.getInstance();

  private final Place place;
  private final JsonNode value;
  private final JsonNode old;
  private final JsonNode parent;
  private final boolean isUpdate;
  private final Causes causes;

  private Subject(
      Place place, JsonNode value, JsonNode old, JsonNode parent, boolean isUpdate, Causes causes) {
    this.place = place;
    this.value = value;
    this.old = old;
    this.parent = parent;
    this.isUpdate = isUpdate;
    this.causes = causes;
  }

  /// A new object, or any value by itself.
  ///
  /// @param causes takes what is wrong
  public static Subject created(JsonNode value, Causes causes) {
    return new Subject(new Place.Told(""), value, NOTHING, NOTHING, false, causes);
  }

  /// A changed object.
  ///
  /// @param old what it was before
  /// @param causes takes what is wrong
  public static Subject updated(JsonNode value, JsonNode old, Causes causes) {
    return new Subject(new Place.Told(""), value, old, NOTHING, true, causes);
  }

  /// Where it is, as in `spec.containers[0].name`; empty for the object itself.
  public String path() {
    return place.toString();
  }

  /// The value; missing where there is none.
  public JsonNode value() {
    return value;
  }

  /// What it was before; missing for a creation, and within lists.
  public JsonNode old() {
    return old;
  }

  /// The document that holds it; missing for the object itself.
  public JsonNode parent() {
    return parent;
  }

  /// Whether there was an object before; then [#old] is its value.
  public boolean isUpdate() {
    return isUpdate;
  }

  /// Takes what is wrong.
  public Causes causes() {
    return causes;
  }

  /// A field of this document.
  public Subject field(String name) {
    var at = new Place.Field(place, name);
    return new Subject(at, value.path(name), old.path(name), value, isUpdate, causes);
  }

  /// An element of this list. Of an element nobody knows what it was before.
  public Subject element(int index) {
    var at = new Place.Element(place, index);
    return new Subject(at, value.path(index), NOTHING, value, false, causes);
  }

  /// The elements of this list; none if it is no list.
  public List<Subject> elements() {
    if (!value.isArray() || value.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<Subject>(value.size());
    for (var i = 0; i < value.size(); i++) {
      all.add(element(i));
    }
    return all;
  }

  /// The value of a key of this map.
  public Subject entry(String key) {
    var at = new Place.Entry(place, key);
    return new Subject(at, value.path(key), old.path(key), value, isUpdate, causes);
  }

  /// The values of this map; none if it is not there.
  public List<Subject> entries() {
    var all = new ArrayList<Subject>(value.size());
    value.properties().forEach(entry -> all.add(entry(entry.getKey())));
    return all;
  }

  /// The same, told of another place.
  public Subject at(String path) {
    return new Subject(new Place.Told(path), value, old, parent, isUpdate, causes);
  }

  /// A text that stands for this value, such as the key that leads to it.
  public Subject withText(String text) {
    return new Subject(place, TextNode.valueOf(text), old, parent, isUpdate, causes);
  }

  /// The keys of this map; none if it is not there.
  public List<String> names() {
    var all = new ArrayList<String>(value.size());
    value.properties().forEach(entry -> all.add(entry.getKey()));
    return all;
  }

  /// What the value says; empty if there is none.
  public String text() {
    return value.asText("");
  }

  /// The amount of a resource that it says; zero if it says nothing.
  ///
  /// @throws IllegalArgumentException if it is no quantity: the schema has refused it before
  public Quantity quantity() {
    return quantity(value);
  }

  /// The amount that it said before; zero if it said nothing.
  ///
  /// @throws IllegalArgumentException if it was no quantity
  public Quantity oldQuantity() {
    return quantity(old);
  }

  private static Quantity quantity(JsonNode value) {
    return Quantity.parse(isEmpty(value) ? "0" : value.asText());
  }

  /// Whether it is not there, or is text or a list that says nothing.
  public boolean isEmpty() {
    return isEmpty(value);
  }

  static boolean isEmpty(JsonNode value) {
    return value.isMissingNode()
        || value.isTextual() && value.asText().isEmpty()
        || value.isContainerNode() && value.isEmpty();
  }

  /// Tells that the value is not valid.
  public void invalid(String why) {
    causes.invalid(path(), value, why);
  }

  /// Tells that there must be a value.
  public void required() {
    causes.required(path());
  }
}
