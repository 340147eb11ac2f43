package timonier.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import timonier.contract.ContractServer.Answer;

/// Reads a row of a recording.
final class Recorded {

  /// Returns the object with another value at a JSON pointer.
  ///
  /// @param put the value; null to remove the present one
  static JsonNode changed(JsonNode object, String where, @Nullable JsonNode put) {
    var copy = object.deepCopy();
    if (where.isEmpty()) {
      return copy;
    }
    var cut = where.lastIndexOf('/');
    var name = where.substring(cut + 1).replace("~1", "/").replace("~0", "~");
    var parent = copy.at(where.substring(0, cut));
    if (parent instanceof ArrayNode list && put == null) {
      list.remove(Integer.parseInt(name));
    } else if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(name), put);
    } else if (put == null) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, put);
    }
    return copy;
  }

  /// How an answer differs from a recorded refusal; empty if it does not.
  static String refusal(JsonNode row, Answer answer) {
    var code = row.path("code").asInt();
    if ((code < 300) != answer.isGood() || !answer.isGood() && code != answer.code()) {
      return "recorded %s, got %d %s"
          .formatted(judged(row), answer.code(), answer.body().path("message").asText("accepted"));
    }
    var wanted = fields(row.path("causes"));
    var got = new TreeSet<>(answer.fields());
    return wanted.equals(got)
        ? ""
        : "recorded causes at %s, got %s: %s"
            .formatted(wanted, got, answer.body().path("message").asText());
  }

  private static String judged(JsonNode row) {
    return row.path("code") + " " + row.path("reason").asText() + " " + row.path("causes");
  }

  private static Set<String> fields(JsonNode causes) {
    var fields = new TreeSet<String>();
    causes.forEach(cause -> fields.add(cause.path(1).asText()));
    return fields;
  }

  /// The fields of a flat object.
  static Map<String, JsonNode> values(JsonNode flat) {
    var values = new TreeMap<String, JsonNode>();
    flat.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  private Recorded() {}
}
