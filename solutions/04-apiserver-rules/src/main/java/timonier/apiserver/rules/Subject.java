package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.Quantity;

/// A value that is judged, and what stands around it.
public final class Subject {

  private static final JsonNode NOTHING = MissingNode.getInstance();

  private static final Form UNKNOWN = new Form(Scalar.ANY, NullNode.getInstance());

  /// What is known of a value from its schema.
  ///
  /// @param type what it holds
  /// @param zero what Go has in its place where there is none
  private record Form(FieldType type, JsonNode zero) {

    Form field(String name) {
      var field = type instanceof Struct struct ? struct.fields().get(name) : null;
      return field == null ? UNKNOWN : new Form(field.type(), field.zero());
    }

    Form element() {
      return type instanceof ListOf list ? within(list.element()) : UNKNOWN;
    }

    Form entry() {
      return type instanceof MapOf map ? within(map.value()) : UNKNOWN;
    }

    private static Form within(FieldType type) {
      return new Form(type, type instanceof Scalar scalar ? scalar.zero() : UNKNOWN.zero());
    }
  }

  private final Place place;
  private final Form form;
  private final JsonNode value;
  private final JsonNode old;
  private final JsonNode parent;
  private final boolean isUpdate;
  private final Causes causes;

  private Subject(
      Place place,
      Form form,
      JsonNode value,
      JsonNode old,
      JsonNode parent,
      boolean isUpdate,
      Causes causes) {
    this.place = place;
    this.form = form;
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
    return new Subject(new Place.Told(""), UNKNOWN, value, NOTHING, NOTHING, false, causes);
  }

  /// A changed object.
  ///
  /// @param old what it was before
  /// @param causes takes what is wrong
  public static Subject updated(JsonNode value, JsonNode old, Causes causes) {
    return new Subject(new Place.Told(""), UNKNOWN, value, old, NOTHING, true, causes);
  }

  /// The same, of a type of the schema.
  Subject of(Struct schema) {
    var known = new Form(schema, UNKNOWN.zero());
    return new Subject(place, known, value, old, parent, isUpdate, causes);
  }

  /// Where it is, as in `spec.containers[0].name`; empty for the object itself.
  public String path() {
    return place.toString();
  }

  /// The value; missing where there is none.
  public JsonNode value() {
    return value;
  }

  /// The value as a message shows it: where there is none, what Go has in its place, as in `""`,
  /// `0` or `null`.
  public JsonNode shown() {
    return value.isMissingNode() ? form.zero() : value;
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
    return new Subject(
        at, form.field(name), value.path(name), old.path(name), value, isUpdate, causes);
  }

  /// An element of this list. Of an element nobody knows what it was before.
  public Subject element(int index) {
    var at = new Place.Element(place, index);
    return new Subject(at, form.element(), value.path(index), NOTHING, value, false, causes);
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
    return new Subject(at, form.entry(), value.path(key), old.path(key), value, isUpdate, causes);
  }

  /// The values of this map; none if it is not there.
  public List<Subject> entries() {
    var all = new ArrayList<Subject>(value.size());
    value.properties().forEach(entry -> all.add(entry(entry.getKey())));
    return all;
  }

  /// The same, told of another place.
  public Subject at(String path) {
    return new Subject(new Place.Told(path), form, value, old, parent, isUpdate, causes);
  }

  /// A text that stands for this value, such as the key that leads to it.
  public Subject withText(String text) {
    return new Subject(place, form, TextNode.valueOf(text), old, parent, isUpdate, causes);
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
    causes.invalid(path(), shown(), why);
  }

  /// Tells that the value is none of those that it may be.
  public void notSupported(Collection<String> supported) {
    causes.notSupported(path(), shown(), supported);
  }

  /// Tells that another has the same value.
  public void duplicate() {
    causes.duplicate(path(), shown());
  }

  /// Tells that there is nothing that the value names.
  public void notFound() {
    causes.notFound(path(), shown());
  }

  /// Tells that there must be a value.
  public void required() {
    causes.required(path());
  }
}
