package timonier.apiserver.patches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A patch that looks like what it changes (RFC 7386): null removes, objects merge, all else
/// replaces.
final class MergePatch {

  /// The document with the patch applied; the document itself stays as it was.
  public static JsonNode apply(JsonNode document, JsonNode patch) {
    if (!patch.isObject()) {
      return patch.deepCopy();
    }
    var result =
        document.isObject()
            ? ((ObjectNode) document).deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (var entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        result.remove(entry.getKey());
      } else {
        result.set(entry.getKey(), apply(result.path(entry.getKey()), entry.getValue()));
      }
    }
    return result;
  }

  private MergePatch() {}
}
