package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;

/// What an event's columns say.
final class EventColumns {

  static final Map<String, Cell> CELLS =
      Map.of(
          "event-last-seen",
          (event, now) -> TextNode.valueOf(Ages.age(lastSeen(event), now)),
          "event-first-seen",
          (event, now) -> TextNode.valueOf(Ages.age(firstSeen(event), now)),
          "event-object",
          Cell.text(EventColumns::object),
          "event-source",
          Cell.text(EventColumns::source),
          "event-message",
          Cell.text(event -> event.path("message").asText().strip()),
          "event-count",
          (event, _) -> IntNode.valueOf(count(event)));

  private static String object(JsonNode event) {
    var object = event.path("involvedObject");
    var kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
    var name = object.path("name").asText();
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(JsonNode event) {
    var component = either(event.at("/source/component"), event.path("reportingComponent"));
    var host = either(event.at("/source/host"), event.path("reportingInstance"));
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static String either(JsonNode first, JsonNode second) {
    return Cell.isEmpty(first) ? second.asText("") : first.asText();
  }

  private static JsonNode firstSeen(JsonNode event) {
    return event.hasNonNull("firstTimestamp")
        ? event.get("firstTimestamp")
        : event.path("eventTime");
  }

  private static JsonNode lastSeen(JsonNode event) {
    if (event.path("series").hasNonNull("lastObservedTime")) {
      return event.at("/series/lastObservedTime");
    }
    return event.hasNonNull("lastTimestamp") ? event.get("lastTimestamp") : firstSeen(event);
  }

  private static int count(JsonNode event) {
    return event.path("series").isObject()
        ? event.at("/series/count").asInt()
        : Math.max(1, event.path("count").asInt());
  }

  private EventColumns() {}
}
