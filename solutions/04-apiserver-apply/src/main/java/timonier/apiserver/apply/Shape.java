package timonier.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.Field;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.JsonFormat;

/// The parts of a value. Each may have its own owner.
public sealed interface Shape {

  /// Without parts.
  enum Whole implements Shape {
    /// One value, owned as one.
    ATOM,
    /// Written by the server only, and owned by nobody.
    NOBODYS
  }

  /// A document with named fields.
  final class Fields implements Shape {
    private final Struct struct;
    private final Set<String> nobodys;
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    private Fields(Struct struct, Set<String> nobodys) {
      this.struct = struct;
      this.nobodys = nobodys;
    }

    /// A field; nobody's if the schema does not know it.
    Part part(String name) {
      // A plain look-up first: it takes no lock.
      var known = parts.get(name);
      return known != null ? known : parts.computeIfAbsent(name, this::make);
    }

    private Part make(String name) {
      var field = struct.fields().get(name);
      if (field == null || nobodys.contains(name)) {
        return new Part(Whole.NOBODYS, true);
      }
      if (isMetadata(field)) {
        return new Part(new Fields((Struct) field.type(), METADATA), true);
      }
      var isThere = field.written() || field.type() instanceof Struct && !field.nullable();
      return new Part(Shape.of(field), isThere);
    }

    private static boolean isMetadata(Field field) {
      return field.type() instanceof Struct type && type.name().equals("meta/v1.ObjectMeta");
    }
  }

  /// A field of a document.
  ///
  /// @param shape of its value
  /// @param isAlwaysThere whether the document holds it as soon as it is itself there: a structure
  ///   that is no pointer in the Go types, or a required field. Nobody owns such a field itself,
  ///   only what is in it
  record Part(Shape shape, boolean isAlwaysThere) {}

  /// Values by name.
  ///
  /// @param value the shape of each
  record Entries(Shape value) implements Shape {}

  /// A list whose elements are told apart by some of their fields.
  ///
  /// @param keys the names of these fields, sorted
  /// @param defaults what they are where an element leaves them out
  /// @param element the shape of each
  record Keyed(List<String> keys, Map<String, JsonNode> defaults, Shape element) implements Shape {

    /// How a set of fields names an element; empty text if a key is missing.
    String name(JsonNode element) {
      var name = new StringBuilder("k:{");
      for (var key : keys) {
        var value = element.has(key) ? element.get(key) : defaults.get(key);
        if (value == null) {
          return "";
        }
        name.append(name.length() == 3 ? "\"" : ",\"").append(key).append("\":").append(value);
      }
      return name.append('}').toString();
    }
  }

  /// A list of different values.
  record Values() implements Shape {}

  /// What belongs to nobody in an object, and in its metadata.
  Set<String> OBJECT = Set.of("apiVersion", "kind");

  /// Names and what the server alone decides.
  Set<String> METADATA =
      Set.of(
          "name",
          "namespace",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "uid",
          "generation",
          "managedFields",
          "resourceVersion");

  /// The structures that are always written as one (`+structType=atomic` in the Go types).
  Set<String> ATOMIC =
      Set.of(
          "autoscaling/v1.CrossVersionObjectReference",
          "core/v1.ConfigMapKeySelector",
          "core/v1.EndpointAddress",
          "core/v1.EndpointPort",
          "core/v1.FileKeySelector",
          "core/v1.LocalObjectReference",
          "core/v1.NodeSelector",
          "core/v1.NodeSelectorTerm",
          "core/v1.ObjectFieldSelector",
          "core/v1.ObjectReference",
          "core/v1.ResourceFieldSelector",
          "core/v1.ScopeSelector",
          "core/v1.ScopedResourceSelectorRequirement",
          "core/v1.SecretKeySelector",
          "core/v1.SecretReference",
          "core/v1.TopologySelectorTerm",
          "core/v1.TypedLocalObjectReference",
          "discovery/v1.EndpointPort",
          "meta/v1.LabelSelector",
          "meta/v1.OwnerReference",
          "networking/v1.ServiceBackendPort",
          "rbac/v1.RoleRef",
          "rbac/v1.Subject");

  /// The shape of a kind of object.
  static Fields of(Struct kind) {
    return new Fields(kind, OBJECT);
  }

  private static Shape of(Field field) {
    return switch (field.type()) {
      case Scalar _ -> Whole.ATOM;
      case Struct struct when !field.mapType().equals("granular") -> of((FieldType) struct);
      case Struct struct -> new Fields(struct, Set.of());
      case MapOf map -> field.mapType().equals("atomic") ? Whole.ATOM : of((FieldType) map);
      case ListOf list -> list(field, list.element());
    };
  }

  private static Shape of(FieldType type) {
    return switch (type) {
      case Scalar _ -> Whole.ATOM;
      case ListOf _ -> Whole.ATOM;
      case MapOf map -> new Entries(of(map.value()));
      case Struct struct ->
          ATOMIC.contains(struct.name()) ? Whole.ATOM : new Fields(struct, Set.of());
    };
  }

  /// A list without a type of its own has the one that strategic merge patches give it.
  private static Shape list(Field field, FieldType element) {
    var keys =
        field.mapKeys().isEmpty() && !field.mergeKey().isEmpty()
            ? List.of(field.mergeKey())
            : field.mapKeys();
    var type =
        !field.listType().isEmpty()
            ? field.listType()
            : !field.mergesElements() ? "atomic" : keys.isEmpty() ? "set" : "map";
    return switch (type) {
      case "map" -> keyed(keys, (Struct) element);
      case "set" -> new Values();
      default -> Whole.ATOM;
    };
  }

  private static Shape keyed(List<String> keys, Struct element) {
    var defaults = new TreeMap<String, JsonNode>();
    for (var key : keys) {
      element
          .field(key)
          .map(Field::defaultValue)
          .filter(value -> !value.isEmpty())
          .ifPresent(
              value -> defaults.put(key, JsonFormat.parse(value.getBytes(StandardCharsets.UTF_8))));
    }
    // The elements' own shape, even where it is atomic elsewhere: their keys are theirs.
    return new Keyed(keys.stream().sorted().toList(), defaults, of((FieldType) element));
  }

  /// A value that is not there.
  static JsonNode nothing() {
    return JsonNodeFactory.instance.missingNode();
  }
}
