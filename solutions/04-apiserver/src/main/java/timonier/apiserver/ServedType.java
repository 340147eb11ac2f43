package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.apply.Shape;
import timonier.apiserver.apply.Shape.Fields;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.extensions.KindRules.Computation;
import timonier.apiserver.extensions.Slice;
import timonier.apiserver.extensions.Subresource;
import timonier.apiserver.kinds.ReplicaScale;
import timonier.apiserver.openapi.DescribedType;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.storage.StorageCodec;
import timonier.pods.objects.ResourceType;

/// A type of object that the server serves, and all that it must know to do so.
///
/// @param type the type
/// @param schema its schema
/// @param rules what else the server must know of it
/// @param shape into which parts its objects fall, each with an owner
/// @param codec writes and reads the form in which the store holds them
/// @param own what its parts say of it beyond the tables
/// @param subresources what can be asked of one object besides itself, by name
record ServedType(
    ResourceType<?> type,
    Struct schema,
    Kind rules,
    Fields shape,
    StorageCodec codec,
    List<KindRules> own,
    Map<String, Subresource> subresources) {

  static ServedType of(ResourceType<?> type, Struct schema, Kind rules, List<KindRules> own) {
    var storedForm = own.stream().flatMap(one -> one.storedForm().stream()).findFirst();
    return new ServedType(
        type,
        schema,
        rules,
        Shape.of(schema),
        StorageCodec.of(type, storedForm),
        own,
        subresources(type, own));
  }

  /// Those that the type names, in that order, then all others that its rules bring. One that the
  /// type names and no rules bring is left out.
  private static Map<String, Subresource> subresources(ResourceType<?> type, List<KindRules> own) {
    var known = new LinkedHashMap<String, Subresource>();
    known.put(Slice.STATUS.name(), Subresource.of(Slice.STATUS));
    known.put(ReplicaScale.SUBRESOURCE.name(), ReplicaScale.SUBRESOURCE);
    known.keySet().retainAll(type.subresources());
    for (var rules : own) {
      rules.subresources().forEach(subresource -> known.put(subresource.name(), subresource));
    }
    var ordered = new LinkedHashMap<String, Subresource>();
    for (var name : type.subresources()) {
      Optional.ofNullable(known.remove(name)).ifPresent(found -> ordered.put(name, found));
    }
    ordered.putAll(known);
    return Collections.unmodifiableMap(ordered);
  }

  /// Whether the status has a path of its own.
  boolean hasStatus() {
    return subresources.containsKey(Slice.STATUS.name());
  }

  /// Whether all objects, or those selected, can be deleted at once.
  boolean hasCollectionDeletion() {
    return own.stream().allMatch(KindRules::hasCollectionDeletion);
  }

  /// Computes objects, by verb; empty where objects are stored.
  Map<String, Computation> computed() {
    return own.stream()
        .map(KindRules::computed)
        .filter(known -> !known.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  /// What can be done with the objects, sorted.
  List<String> verbs() {
    var computed = computed();
    return computed.isEmpty()
        ? DescribedType.verbsOfStored(hasCollectionDeletion())
        : computed.keySet().stream().sorted().toList();
  }

  /// How long an object may take to stop, in seconds; empty if no object of the type needs time.
  Optional<Long> grace(ObjectNode object, Optional<Long> asked) {
    return own.stream()
        .flatMap(rules -> rules.grace(object, asked).stream())
        .max(Comparator.naturalOrder());
  }

  /// The field that indexes watchers: those that ask for one value of it are found quickly.
  Optional<String> indexedField() {
    return own.stream().flatMap(rules -> rules.indexedField().stream()).findFirst();
  }

  /// Its entry in discovery and OpenAPI.
  DescribedType described() {
    return new DescribedType(
        type,
        schema,
        verbs(),
        subresources.values().stream().map(one -> one.described(type)).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServedType served && served.type == type;
  }

  @Override
  public int hashCode() {
    return type.groupResource().hashCode();
  }
}
