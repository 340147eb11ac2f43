package timonier.apiserver.requests;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import timonier.pods.objects.ObjectKey;

/// One event of a watch. All watchers share the instance, so it is serialised only once, and
/// decoded only once for watchers within the process.
public final class WatchEvent {

  /// What happened to the watcher's selection.
  public enum Type {
    /// The object was created, or entered the selection.
    ADDED,
    /// The object changed.
    MODIFIED,
    /// The object was removed, or left the selection.
    DELETED,
    /// Nothing happened up to the object's `resourceVersion`.
    BOOKMARK,
    /// The watch failed; the object is a `Status`.
    ERROR
  }

  private final Type type;
  private final ObjectKey key;
  private final long revision;
  private final byte[] object;
  private @Nullable Object decoded;
  private byte @Nullable [] line;

  /// An event.
  ///
  /// @param key which object it is about; empty names for a bookmark and an error
  /// @param revision the `resourceVersion` of the event
  /// @param object the object in JSON, not to be changed
  public WatchEvent(Type type, ObjectKey key, long revision, byte[] object) {
    this.type = type;
    this.key = key;
    this.revision = revision;
    this.object = object;
  }

  /// What happened.
  public Type type() {
    return type;
  }

  /// Which object it is about.
  public ObjectKey key() {
    return key;
  }

  /// The event's place in the sequence of all writes.
  public long revision() {
    return revision;
  }

  /// The object in JSON; not to be changed.
  public byte[] object() {
    return object;
  }

  /// The object as a record, decoded once for all watchers that want the same record type.
  ///
  /// @param decoder reads the object in JSON
  public synchronized <T> T decoded(Class<T> record, Function<byte[], T> decoder) {
    if (!record.isInstance(decoded)) {
      decoded = decoder.apply(object);
    }
    return record.cast(decoded);
  }

  /// The event as one line of a watch stream, with its line end.
  public synchronized byte[] line() {
    var known = line;
    if (known == null) {
      var head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
      known = new byte[head.length + object.length + 2];
      System.arraycopy(head, 0, known, 0, head.length);
      System.arraycopy(object, 0, known, head.length, object.length);
      known[known.length - 2] = '}';
      known[known.length - 1] = '\n';
      line = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return type + " " + key + " at " + revision;
  }
}
