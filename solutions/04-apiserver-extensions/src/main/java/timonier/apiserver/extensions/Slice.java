package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BinaryOperator;

/// The part of an object that a write may change.
///
/// @param name what admission and field managers know it by, as in `status`; empty for the object
/// @param merge makes the object as it will be from the old one, which it leaves as it is, and the
///   one that the client wants, which it may change
/// @param counts whether a change may count in `metadata.generation`
/// @param owned whether the client becomes the owner of the fields that it changes
public record Slice(String name, BinaryOperator<ObjectNode> merge, boolean counts, boolean owned) {

  /// The object, where its status has no path of its own.
  public static final Slice OBJECT = new Slice("", (_, wanted) -> wanted, true, true);

  /// The object without its status, which has a path of its own.
  public static final Slice SPEC =
      new Slice("", (old, wanted) -> copy("status", old, wanted), true, true);

  /// The status, and the notes that its author may leave besides it.
  public static final Slice STATUS = new Slice("status", Slice::status, false, true);

  private static ObjectNode status(ObjectNode old, ObjectNode wanted) {
    var result = copy("status", wanted, old.deepCopy());
    for (var note : List.of("labels", "annotations", "finalizers")) {
      copy(note, (ObjectNode) wanted.path("metadata"), (ObjectNode) result.path("metadata"));
    }
    return result;
  }

  /// Copies a field, or its absence.
  ///
  /// @return `to`
  public static ObjectNode copy(String field, ObjectNode from, ObjectNode to) {
    var value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value);
    }
    return to;
  }
}
