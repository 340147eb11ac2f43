package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A value that is judged, and what stands around it.
///
/// @param path where it is, as in `spec.containers[0].name`
/// @param value the value; missing where there is none
/// @param old what it was before; missing for a creation, and within lists
/// @param parent the document that holds it
/// @param isUpdate whether there was an object before, of which `old` tells
/// @param causes takes what is wrong
record Subject(
    String path, JsonNode value, JsonNode old, JsonNode parent, boolean isUpdate, Causes causes) {

  /// A field of this document.
  Subject field(String name) {
    var at = path.isEmpty() ? name : path + "." + name;
    return new Subject(at, value.path(name), old.path(name), value, isUpdate, causes);
  }

  /// An element of this list. Of an element nobody knows what it was before.
  Subject element(int index) {
    var at = path + "[" + index + "]";
    return new Subject(at, value.path(index), MissingNode.getInstance(), value, false, causes);
  }

  /// The elements of this list; none if it is no list.
  List<Subject> elements() {
    return value.isArray()
        ? IntStream.range(0, value.size()).mapToObj(this::element).toList()
        : List.of();
  }

  /// The value of a key of this map.
  Subject entry(String key) {
    var at = path + "[" + key + "]";
    return new Subject(at, value.path(key), old.path(key), value, isUpdate, causes);
  }

  /// The same, told of another place.
  Subject at(String place) {
    return new Subject(place, value, old, parent, isUpdate, causes);
  }

  /// A text that stands for this value, such as the key that leads to it.
  Subject withText(String text) {
    return new Subject(path, TextNode.valueOf(text), old, parent, isUpdate, causes);
  }

  /// The keys of this map; none if it is not there.
  List<String> names() {
    return value.properties().stream().map(Map.Entry::getKey).toList();
  }

  /// What the value says; empty if there is none.
  String text() {
    return value.asText("");
  }

  /// Whether it is not there, or is text or a list that says nothing.
  boolean isEmpty() {
    return value.isMissingNode()
        || value.isTextual() && value.asText().isEmpty()
        || value.isContainerNode() && value.isEmpty();
  }

  void invalid(String why) {
    causes.invalid(path, value, why);
  }

  void required() {
    causes.required(path);
  }
}
