package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.KindRules.Computation;
import timonier.apiserver.apply.Shape;
import timonier.apiserver.apply.Shape.Fields;
import timonier.apiserver.openapi.DescribedType;
import timonier.apiserver.schema.Bytes;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.pods.JsonFormat;
import timonier.pods.ObjectKey;
import timonier.pods.ResourceType;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.Store.Entry;
import timonier.store.StoreKey;

/// A type of object that the server serves, and the form in which the store holds it.
///
/// Bytes of objects begin with `{"apiVersion":…,"kind":…,"metadata":{` and hold no resourceVersion:
/// it is the revision of the write, and is spliced in when the object is read, without parsing it.
///
/// @param type the type
/// @param schema its schema
/// @param rules what else the server must know of it
/// @param shape into which parts its objects fall, each with an owner
/// @param head the bytes that every object of the type begins with
/// @param own what its parts say of it beyond the tables
/// @param storedForm the version of the type that is stored, if it is another one
/// @param subresources what can be asked of one object besides itself, by name
record ServedType(
    ResourceType<?> type,
    Struct schema,
    Kind rules,
    Fields shape,
    byte[] head,
    List<KindRules> own,
    Optional<StoredForm> storedForm,
    Map<String, Subresource> subresources) {

  private static final byte[] DELETION = "deletionTimestamp".getBytes(StandardCharsets.US_ASCII);

  static ServedType of(ResourceType<?> type, Struct schema, Kind rules, List<KindRules> own) {
    var head =
        "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{"
            .formatted(type.apiVersion(), type.kind());
    return new ServedType(
        type,
        schema,
        rules,
        Shape.of(schema),
        head.getBytes(StandardCharsets.UTF_8),
        own,
        own.stream().flatMap(one -> one.storedForm().stream()).findFirst(),
        subresources(type, own));
  }

  /// Those that the type names, in that order, then all others that its rules bring. What a type
  /// names and nobody brings is not there.
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

  /// The field by which watchers are found that ask for one value of it.
  Optional<String> indexedField() {
    return own.stream().flatMap(rules -> rules.indexedField().stream()).findFirst();
  }

  /// As clients learn of it.
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

  /// The type in whose form objects are stored, and under whose name.
  ResourceType<?> stored() {
    return storedForm.isPresent() ? storedForm.get().type() : type;
  }

  StoreKey key(ObjectKey key) {
    return new StoreKey(stored().groupResource(), key.namespace(), key.name());
  }

  KeyRange range(String namespace, String name) {
    return new KeyRange(stored().groupResource(), namespace, name);
  }

  /// An object in the form that is stored, which is the one that tables tell of.
  ObjectNode storedForm(ObjectNode object) {
    return storedForm.map(form -> form.write().apply(object.deepCopy())).orElse(object);
  }

  /// An object after a change in the form that is stored: there, its spec and its status are apart.
  ///
  /// @param object the object, which may be changed
  /// @param change makes the new object, in that form
  ObjectNode changed(ObjectNode object, UnaryOperator<ObjectNode> change) {
    return storedForm.isEmpty()
        ? change.apply(object)
        : storedForm.get().read().apply(change.apply(storedForm.get().write().apply(object)));
  }

  /// The bytes to store: canonical head, no resourceVersion, in the version that is stored.
  byte[] encode(ObjectNode object) {
    return canonical(stored(), storedForm(object));
  }

  /// What the store holds, in this version: as [#encode] makes it where this one is stored.
  Entry served(Entry stored) {
    return storedForm.isEmpty()
        ? stored
        : new Entry(
            stored.key(), served(stored.value()), stored.createRevision(), stored.modRevision());
  }

  /// What was written to the store, in this version.
  Change served(Change stored) {
    return storedForm.isEmpty()
        ? stored
        : new Change(
            stored.revision(),
            stored.key(),
            stored.isDelete(),
            served(stored.value()),
            stored.createRevision(),
            stored.previous().map(this::served));
  }

  private byte[] served(byte[] stored) {
    return storedForm
        .map(form -> canonical(type, form.read().apply((ObjectNode) JsonFormat.parse(stored))))
        .orElse(stored);
  }

  private static byte[] canonical(ResourceType<?> type, ObjectNode object) {
    var ordered = JsonNodeFactory.instance.objectNode();
    ordered.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    ordered.set("metadata", withoutVersion((ObjectNode) object.path("metadata")));
    object.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
    return JsonFormat.bytes(ordered);
  }

  private static ObjectNode withoutVersion(ObjectNode metadata) {
    if (!metadata.has("resourceVersion")) {
      return metadata;
    }
    var copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(metadata);
    copy.remove("resourceVersion");
    return copy;
  }

  /// The bytes of an object with the revision spliced in.
  byte[] splice(byte[] stored, long revision) {
    var version = ("\"resourceVersion\":\"" + revision + "\",").getBytes(StandardCharsets.US_ASCII);
    var whole = Arrays.copyOf(head, stored.length + version.length);
    System.arraycopy(version, 0, whole, head.length, version.length);
    System.arraycopy(
        stored, head.length, whole, head.length + version.length, stored.length - head.length);
    return whole;
  }

  byte[] splice(Entry entry) {
    return splice(entry.value(), entry.modRevision());
  }

  /// The tree of an object, with its resourceVersion.
  ObjectNode tree(byte[] stored, long revision) {
    var tree = (ObjectNode) JsonFormat.parse(stored);
    return version(tree, revision);
  }

  ObjectNode tree(Entry entry) {
    return tree(entry.value(), entry.modRevision());
  }

  /// Whether deletion of a stored object has begun. Most objects do not hold the word at all, and
  /// are not parsed.
  boolean isBeingDeleted(Entry entry) {
    return Bytes.contains(entry.value(), DELETION)
        && tree(entry).path("metadata").has("deletionTimestamp");
  }

  static ObjectNode version(ObjectNode tree, long revision) {
    ((ObjectNode) tree.path("metadata")).put("resourceVersion", Long.toString(revision));
    return tree;
  }
}
