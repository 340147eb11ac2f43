package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The cells that the table of columns names.
final class Cells {

  static final String NONE = "<none>";
  static final String UNSET = "<unset>";

  /// The most items that a cell names.
  private static final int SHOWN = 3;

  /// Those of one kind or a few, by name.
  private static final Map<String, Cell> COMPUTED = computed();

  private static Map<String, Cell> computed() {
    var all = new HashMap<String, Cell>();
    all.putAll(PodColumns.CELLS);
    all.putAll(NodeColumns.CELLS);
    all.putAll(WorkloadColumns.CELLS);
    all.putAll(ServiceColumns.CELLS);
    all.putAll(EventColumns.CELLS);
    all.putAll(StorageColumns.CELLS);
    all.putAll(PolicyColumns.CELLS);
    return Map.copyOf(all);
  }

  /// The cell that a value of the table describes: where it is found, as in `/spec/type|<none>`, or
  /// a name and what it is computed from, as in `count /data`.
  static Cell of(String value) {
    if (value.startsWith("/")) {
      return Cell.found(value);
    }
    var words = value.split(" ", -1);
    var from = words.length == 1 ? "" : words[1];
    return switch (words[0]) {
      case "age" -> (object, now) -> TextNode.valueOf(Ages.age(object.at(from), now));
      case "text" -> text(Cell.found(from));
      case "count" -> count(List.of(words).subList(1, words.length));
      case "joined" -> Cell.text(o -> joined(o.at(from), item -> item.path(words[2]).asText()));
      case "labels" -> Cell.text(object -> orNone(labels(object.at(from))));
      case "selector" -> Cell.text(object -> selector(object.at(from)));
      case "access-modes" -> Cell.text(object -> StorageColumns.accessModes(object.at(from)));
      case "default-class" -> Cell.text(object -> StorageColumns.className(object, from));
      case "quota" -> Cell.text(object -> PolicyColumns.quota(object, from));
      case "subjects" -> Cell.text(object -> PolicyColumns.subjects(object, from));
      default -> Objects.requireNonNull(COMPUTED.get(value), value);
    };
  }

  /// A cell whose numbers are words.
  private static Cell text(Cell cell) {
    return (object, now) -> TextNode.valueOf(cell.of(object, now).asText());
  }

  private static Cell count(List<String> places) {
    return (object, _) ->
        IntNode.valueOf(places.stream().mapToInt(place -> object.at(place).size()).sum());
  }

  static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  static String joined(JsonNode list, Function<JsonNode, String> part) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(part)
        .collect(Collectors.joining(","));
  }

  /// The first three of some items, and how many more there are.
  static String shortened(List<String> all) {
    return all.size() <= SHOWN
        ? String.join(",", all)
        : String.join(",", all.subList(0, SHOWN)) + " + " + (all.size() - SHOWN) + " more...";
  }

  static String labels(JsonNode labels) {
    return labels.properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String selector(JsonNode selector) {
    var terms = new ArrayList<String>();
    var labels = labels(selector.path("matchLabels"));
    if (!labels.isEmpty()) {
      terms.add(labels);
    }
    selector.path("matchExpressions").forEach(expression -> terms.add(term(expression)));
    return orNone(String.join(",", terms));
  }

  private static String term(JsonNode expression) {
    var key = expression.path("key").asText();
    var values = joined(expression.path("values"), JsonNode::asText);
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in (" + values + ")";
      case "NotIn" -> key + " notin (" + values + ")";
      case "Exists" -> key;
      default -> "!" + key;
    };
  }

  private Cells() {}
}
