package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timonier.pods.objects.JsonFormat;
import timonier.store.Store.Entry;

/// The result of a write.
///
/// @param type the type of object
/// @param object the object as it stands now
/// @param entry how the store holds it; empty if nothing was written
/// @param warnings what the client should know
record Written(ServedType type, ObjectNode object, Optional<Entry> entry, List<String> warnings) {

  /// The object in JSON, in the order of fields in which it is always read.
  byte[] json() {
    return entry.isPresent() ? type.codec().splice(entry.get()) : JsonFormat.bytes(object);
  }

  Written warning(List<String> more) {
    var all = new ArrayList<>(warnings);
    all.addAll(more);
    return new Written(type, object, entry, all);
  }
}
