package timonier.apiserver.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.schema.Table;

/// What the versions of autoscaling call the parts of a metric, read from a table. A metric has a
/// type and the source of that type: `autoscaling/v1` writes its source flat, `autoscaling/v2` puts
/// names, targets and current values into documents of their own.
///
/// @param parts of the metrics in one list
record MetricForms(List<Part> parts) {

  /// A part of a source.
  ///
  /// @param source as in `pods`
  /// @param second where `autoscaling/v2` has it, below the source
  /// @param first the field in which `autoscaling/v1` has it
  private record Part(String source, String second, String first) {

    /// Whether `autoscaling/v1` must have it, even where only the average counts.
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

  /// Those of a list: `spec` or `status`.
  static MetricForms of(String list) {
    return new MetricForms(
        Table.rows(MetricForms.class, "metrics.tsv").stream()
            .filter(row -> row[0].equals(list))
            .map(row -> new Part(row[1], row[2], row[3]))
            .toList());
  }

  /// A metric of `autoscaling/v2` as `autoscaling/v1` writes it.
  ObjectNode first(JsonNode metric) {
    var made = JsonNodeFactory.instance.objectNode();
    made.set("type", metric.path("type"));
    for (var part : parts) {
      var source = metric.path(part.source());
      if (source.isObject()) {
        var own = made.withObject("/" + part.source());
        var value = source.at(part.second());
        if (!value.isMissingNode()) {
          own.set(part.first(), value);
        }
      }
    }
    return made;
  }

  /// A metric of `autoscaling/v1` as `autoscaling/v2` writes it.
  ObjectNode second(JsonNode metric) {
    var made = JsonNodeFactory.instance.objectNode();
    made.set("type", metric.path("type"));
    for (var part : parts) {
      var source = metric.path(part.source());
      if (source.isObject()) {
        var own = made.withObject("/" + part.source());
        var value = source.path(part.first());
        if (!value.isMissingNode() && !(part.isTotal() && isFiller(source, value))) {
          part.put(own, value);
        }
      }
    }
    for (var source : made) {
      if (source.path("target") instanceof ObjectNode target) {
        target.put("type", type(target));
      }
    }
    return made;
  }

  /// Whether a total stands there only because it must, beside the average that counts.
  private static boolean isFiller(JsonNode source, JsonNode total) {
    return total.asText().equals("0")
        && (source.has("averageValue") || source.has("currentAverageValue"));
  }

  /// `autoscaling/v1` does not tell the types of targets: they follow from what is there.
  private static String type(JsonNode target) {
    if (target.has("averageUtilization")) {
      return "Utilization";
    }
    return target.has("value") && !target.has("averageValue") ? "Value" : "AverageValue";
  }
}
