package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import timonier.pods.objects.JsonFormat;

/// A set of fields of an object, as a tree: each node may itself be in the set, and has parts.
///
/// It is written in Kubernetes' form `FieldsV1`. A part of it is called `f:` with the name of a
/// field, `k:` with the keys of an element of a list, `v:` with a value in a list, `i:` with an
/// index; `.` says that a node with parts is itself in the set; a node without parts always is.
final class FieldSet {

  private static final String ITSELF = ".";

  private static final Pattern NAME = Pattern.compile("[fkvi]:.*", Pattern.DOTALL);

  private boolean member;
  private final TreeMap<String, FieldSet> parts = new TreeMap<>();

  /// The set that a document in the form `FieldsV1` describes.
  static FieldSet read(JsonNode fields) {
    var set = new FieldSet();
    for (var entry : fields.properties()) {
      if (entry.getKey().equals(ITSELF)) {
        set.member = true;
        continue;
      }
      var part = read(entry.getValue());
      part.member |= part.parts.isEmpty();
      set.parts.put(entry.getKey(), part);
    }
    return set;
  }

  /// Whether a document is in the form `FieldsV1`.
  static boolean isReadable(JsonNode fields) {
    for (var entry : fields.properties()) {
      var name = entry.getKey();
      if (!name.equals(ITSELF) && !NAME.matcher(name).matches() || !isReadable(entry.getValue())) {
        return false;
      }
      if (name.startsWith("k:") && !isObject(name.substring(2))) {
        return false;
      }
    }
    return fields.isObject();
  }

  private static boolean isObject(String json) {
    try {
      return JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8)).isObject();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The set in the form `FieldsV1`.
  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    if (member && !parts.isEmpty()) {
      json.putObject(ITSELF);
    }
    parts.forEach((name, part) -> json.set(name, part.json()));
    return json;
  }

  boolean isEmpty() {
    return !member && parts.isEmpty();
  }

  /// Whether this node itself is in the set.
  boolean isMember() {
    return member;
  }

  void add() {
    member = true;
  }

  /// The part of some name, made if it is missing.
  FieldSet part(String name) {
    return parts.computeIfAbsent(name, _ -> new FieldSet());
  }

  /// The part of some name; an empty set if there is none.
  FieldSet below(String name) {
    var part = parts.get(name);
    return part == null ? new FieldSet() : part;
  }

  Map<String, FieldSet> parts() {
    return parts;
  }

  /// Adds everything that is in another set.
  FieldSet addAll(FieldSet other) {
    member |= other.member;
    other.parts.forEach((name, part) -> part(name).addAll(part));
    return this;
  }

  /// Removes everything that is in another set.
  FieldSet removeAll(FieldSet other) {
    member &= !other.member;
    other.parts.forEach((name, part) -> {
      var own = parts.get(name);
      if (own != null && own.removeAll(part).isEmpty()) {
        parts.remove(name);
      }
    });
    return this;
  }

  /// What is in both sets.
  FieldSet common(FieldSet other) {
    var common = new FieldSet();
    common.member = member && other.member;
    parts.forEach((name, part) -> {
      var both = part.common(other.below(name));
      if (!both.isEmpty()) {
        common.parts.put(name, both);
      }
    });
    return common;
  }

  /// Whether anything is also in a set in the form `FieldsV1`, which is not read for that.
  boolean overlaps(JsonNode fields) {
    for (var entry : parts.entrySet()) {
      var other = fields.get(entry.getKey());
      var part = entry.getValue();
      if (other != null && (part.member && isMember(other) || part.overlaps(other))) {
        return true;
      }
    }
    return false;
  }

  /// Whether everything is also in a set in the form `FieldsV1`, which is not read for that.
  boolean isWithin(JsonNode fields) {
    for (var entry : parts.entrySet()) {
      var other = fields.get(entry.getKey());
      var part = entry.getValue();
      if (other == null || part.member && !isMember(other) || !part.isWithin(other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMember(JsonNode fields) {
    return fields.isEmpty() || fields.has(ITSELF);
  }

  /// The fields as people write them, as in `.spec.containers[name="web"].image`.
  List<String> paths() {
    var paths = new ArrayList<String>();
    paths("", paths);
    return paths;
  }

  private void paths(String path, List<String> paths) {
    if (member) {
      paths.add(path);
    }
    parts.forEach((name, part) -> part.paths(path + step(name), paths));
  }

  static String step(String name) {
    var value = name.substring(2);
    return switch (name.charAt(0)) {
      case 'f' -> "." + value;
      case 'v' -> "[=" + value + "]";
      case 'k' -> "[" + keys(value) + "]";
      default -> "[" + value + "]";
    };
  }

  private static String keys(String json) {
    var text = new ArrayList<String>();
    for (var key : JsonFormat.parse(json.getBytes(StandardCharsets.UTF_8)).properties()) {
      text.add(key.getKey() + "=" + key.getValue());
    }
    return String.join(",", text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && member == set.member && parts.equals(set.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
