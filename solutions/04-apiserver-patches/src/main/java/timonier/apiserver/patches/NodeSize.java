package timonier.apiserver.patches;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// How large a tree is. It is measured level by level, so that no tree is too deep for it.
///
/// @param characters about how many its JSON has
/// @param depth how many values are nested in each other; 1 for one that holds no other
record NodeSize(long characters, int depth) {

  /// Braces or quotes, and a comma or colon.
  private static final int MARKS = 3;

  static NodeSize of(JsonNode tree) {
    var characters = 0L;
    var depth = 0;
    for (var level = List.of(tree); !level.isEmpty(); depth++) {
      var below = new ArrayList<JsonNode>();
      for (var node : level) {
        characters += MARKS + (node.isContainerNode() ? names(node) : node.asText().length());
        node.forEach(below::add);
      }
      level = below;
    }
    return new NodeSize(characters, depth);
  }

  private static long names(JsonNode node) {
    var characters = 0L;
    for (var names = node.fieldNames(); names.hasNext(); ) {
      characters += MARKS + names.next().length();
    }
    return characters;
  }
}
