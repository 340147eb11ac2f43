package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.function.Function;

/// What one column says of an object at a moment.
@FunctionalInterface
interface Cell {

  JsonNode of(JsonNode object, Instant now);

  /// A cell of words.
  static Cell text(Function<JsonNode, String> words) {
    return (object, _) -> TextNode.valueOf(words.apply(object));
  }

  /// A cell of what is found at a pointer, as in `/spec/timeZone`; where nothing is there, of what
  /// follows it after `|`.
  static Cell found(String place) {
    var parts = place.split("\\|", 2);
    var otherwise = value(parts.length == 1 ? "" : parts[1]);
    return (object, _) -> {
      var value = object.at(parts[0]);
      return isEmpty(value) ? otherwise : value;
    };
  }

  private static JsonNode value(String text) {
    if (text.matches("\\d+")) {
      return IntNode.valueOf(Integer.parseInt(text));
    }
    return text.equals("true") || text.equals("false")
        ? BooleanNode.valueOf(text.equals("true"))
        : TextNode.valueOf(text);
  }

  /// Whether there is nothing to show.
  static boolean isEmpty(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty();
  }
}
