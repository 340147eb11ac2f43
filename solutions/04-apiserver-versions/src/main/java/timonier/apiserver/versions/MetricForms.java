package timonier.apiserver.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.schema.Table;

/// Converts metrics between `autoscaling/v2` and the annotations of `autoscaling/v1`, by a table. A
/// metric has a type and the source of that type: `v1` writes the source flat, `v2` has documents
/// for names, targets and current values.
///
/// @param parts the rows for the metrics of one list
record MetricForms(List<Part> parts) {

  /// A part of a source.
  ///
  /// @param source as in `pods`
  /// @param second where `autoscaling/v2` has it, below the source
  /// @param first the field in which `autoscaling/v1` has it
  private record Part(String source, String second, String first) {

    /// Whether `autoscaling/v1` always has it, even where only the average counts.
    boolean isTotal() {
      return second.endsWith("/value");
    }

    /// Puts a value where `autoscaling/v2` has it.
    void put(ObjectNode source, JsonNode value) {
      var slash = second.lastIndexOf('/');
      var document = slash == 0 ? source : source.withObject(second.substring(0, slash));
      document.set(second.substring(slash + 1), value);
    }
  }

  /// The rows for the metrics of the `spec` or the `status`.
  static MetricForms of(String list) {
    return new MetricForms(
        Table.rows(MetricForms.class, "metrics.tsv").stream()
            .filter(row -> row[0].equals(list))
            .map(row -> new Part(row[1], row[2], row[3]))
            .toList());
  }

  /// A metric of `autoscaling/v2` as `autoscaling/v1` writes it.
  ObjectNode first(JsonNode metric) {
    return moved(
        metric,
        (part, source, own) -> {
          var value = source.at(part.second());
          if (!value.isMissingNode()) {
            own.set(part.first(), value);
          }
        });
  }

  /// A metric of `autoscaling/v1` as `autoscaling/v2` writes it.
  ObjectNode second(JsonNode metric) {
    var made =
        moved(
            metric,
            (part, source, own) -> {
              var value = source.path(part.first());
              if (!value.isMissingNode() && !(part.isTotal() && isFiller(source, value))) {
                part.put(own, value);
              }
            });
    for (var source : made) {
      if (source.path("target") instanceof ObjectNode target) {
        target.put("type", type(target));
      }
    }
    return made;
  }

  /// Moves the value of one part from the source of one version to that of the other.
  private interface Move {
    void apply(Part part, JsonNode source, ObjectNode own);
  }

  /// A metric with all parts of its source moved.
  private ObjectNode moved(JsonNode metric, Move move) {
    var made = JsonNodeFactory.instance.objectNode();
    made.put("type", metric.path("type").asText(""));
    for (var part : parts) {
      var source = metric.path(part.source());
      if (source.isObject()) {
        move.apply(part, source, made.withObject("/" + part.source()));
      }
    }
    return made;
  }

  /// Whether a total is there only because `autoscaling/v1` always has one.
  private static boolean isFiller(JsonNode source, JsonNode total) {
    return total.asText().equals("0")
        && (source.has("averageValue") || source.has("currentAverageValue"));
  }

  /// The type of a target, which `autoscaling/v1` does not have: it follows from the values.
  private static String type(JsonNode target) {
    if (target.has("averageUtilization")) {
      return "Utilization";
    }
    return target.has("value") && !target.has("averageValue") ? "Value" : "AverageValue";
  }
}
