package timonier.apiserver.openapi;

import static timonier.apiserver.openapi.Columns.text;
import static timonier.apiserver.openapi.Columns.wide;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import timonier.apiserver.openapi.Columns.Column;

/// What an event's columns say. Its name comes last, for nobody looks for it.
final class EventColumns {

  static List<Column> columns(Instant now) {
    return List.of(
        text("Last Seen", event -> Ages.age(lastSeen(event), now)),
        text("Type", event -> event.path("type").asText()),
        text("Reason", event -> event.path("reason").asText()),
        text("Object", EventColumns::object),
        wide("Subobject", event -> event.at("/involvedObject/fieldPath").asText()),
        wide("Source", EventColumns::source),
        text("Message", event -> event.path("message").asText().strip()),
        wide("First Seen", event -> Ages.age(firstSeen(event), now)),
        wide("Count", EventColumns::count),
        wide("Name", event -> event.at("/metadata/name").asText()));
  }

  private static String object(JsonNode event) {
    var object = event.path("involvedObject");
    return object.path("kind").asText().toLowerCase(Locale.ROOT)
        + "/"
        + object.path("name").asText();
  }

  private static String source(JsonNode event) {
    var component = event.at("/source/component").asText(event.path("reportingComponent").asText());
    var host = event.at("/source/host").asText("");
    return host.isEmpty() ? component : component + ", " + host;
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

  private static String count(JsonNode event) {
    var series = event.at("/series/count").asInt();
    return Integer.toString(series > 0 ? series : Math.max(1, event.path("count").asInt()));
  }

  private EventColumns() {}
}
