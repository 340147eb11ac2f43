package timonier.apiserver.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.schema.Bytes;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.store.Change;
import timonier.store.KeyRange;
import timonier.store.Store.Entry;
import timonier.store.StoreKey;

/// Encodes objects of a type for the store, and decodes what the store holds.
///
/// Bytes of objects begin with `{"apiVersion":…,"kind":…,"metadata":{` and hold no resourceVersion:
/// it is the revision of the write, and is spliced in when the object is read, without parsing it.
///
/// @param type the type
/// @param storedForm the version of the type that is stored, if it is another one
/// @param head the bytes that every object of the type begins with
public record StorageCodec(ResourceType<?> type, Optional<StoredForm> storedForm, byte[] head) {

  private static final byte[] DELETION = "deletionTimestamp".getBytes(StandardCharsets.US_ASCII);

  /// The codec of a type.
  public static StorageCodec of(ResourceType<?> type, Optional<StoredForm> storedForm) {
    var head =
        "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{"
            .formatted(type.apiVersion(), type.kind());
    return new StorageCodec(type, storedForm, head.getBytes(StandardCharsets.UTF_8));
  }

  /// The type in whose form objects are stored, and under whose name.
  public ResourceType<?> stored() {
    return storedForm.isPresent() ? storedForm.get().type() : type;
  }

  /// An object in the form that is stored, which is the one that tables tell of.
  public ObjectNode storedForm(ObjectNode object) {
    return storedForm.map(form -> form.write().apply(object.deepCopy())).orElse(object);
  }

  /// An object after a change in the form that is stored: there, its spec and its status are apart.
  ///
  /// @param object the object, which may be changed
  /// @param change makes the new object, in that form
  public ObjectNode changed(ObjectNode object, UnaryOperator<ObjectNode> change) {
    return storedForm.isEmpty()
        ? change.apply(object)
        : storedForm.get().read().apply(change.apply(storedForm.get().write().apply(object)));
  }

  /// Where an object is found.
  public StoreKey key(ObjectKey key) {
    return new StoreKey(stored().groupResource(), key.namespace(), key.name());
  }

  /// Where objects of the type are found.
  ///
  /// @param namespace empty for all
  /// @param name empty for all
  public KeyRange range(String namespace, String name) {
    return new KeyRange(stored().groupResource(), namespace, name);
  }

  /// The bytes to store: canonical head, no resourceVersion, in the version that is stored.
  public byte[] encode(ObjectNode object) {
    return canonical(stored(), storedForm(object));
  }

  /// What the store holds, in this version: as [#encode] makes it where this one is stored.
  public Entry served(Entry stored) {
    return storedForm.isEmpty()
        ? stored
        : new Entry(
            stored.key(), served(stored.value()), stored.createRevision(), stored.modRevision());
  }

  /// What was written to the store, in this version.
  public Change served(Change stored) {
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
  public byte[] splice(byte[] stored, long revision) {
    var version = ("\"resourceVersion\":\"" + revision + "\",").getBytes(StandardCharsets.US_ASCII);
    var whole = Arrays.copyOf(head, stored.length + version.length);
    System.arraycopy(version, 0, whole, head.length, version.length);
    System.arraycopy(
        stored, head.length, whole, head.length + version.length, stored.length - head.length);
    return whole;
  }

  /// The bytes of an object with its resourceVersion.
  public byte[] splice(Entry entry) {
    return splice(entry.value(), entry.modRevision());
  }

  /// The tree of an object, with its resourceVersion.
  public ObjectNode tree(Entry entry) {
    return version((ObjectNode) JsonFormat.parse(entry.value()), entry.modRevision());
  }

  /// Whether deletion of a stored object has begun. Most objects do not hold the word at all, and
  /// are not parsed.
  public boolean isBeingDeleted(Entry entry) {
    return Bytes.contains(entry.value(), DELETION)
        && tree(entry).path("metadata").has("deletionTimestamp");
  }

  /// Writes a resourceVersion into an object or a list.
  ///
  /// @return `tree`
  public static ObjectNode version(ObjectNode tree, long revision) {
    ((ObjectNode) tree.path("metadata")).put("resourceVersion", Long.toString(revision));
    return tree;
  }
}
