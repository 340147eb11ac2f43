package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.openapi.Columns.Column;
import timonier.pods.objects.ResourceType;

/// Objects as rows of a table (`meta.k8s.io/v1 Table`), with the columns that Kubernetes prints.
public final class Tables {

  private static final Map<String, String> MESSAGES =
      Map.of("Succeeded", "The pod has completed successfully.", "Failed", "The pod failed.");

  private final List<Column> columns;
  private final Instant now;

  private Tables(List<Column> columns, Instant now) {
    this.columns = columns;
    this.now = now;
  }

  /// Whether a client wants a table rather than objects.
  public static Optional<String> wanted(String accept) {
    for (var type : accept.split(",", -1)) {
      if (type.contains("as=Table")) {
        return Optional.of("Table");
      }
      if (type.strip().equals("application/json")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// The tables of a type of object, as seen at a moment.
  public static Tables of(ResourceType<?> type, Instant now) {
    return new Tables(Columns.of(type.kind()), now);
  }

  /// The table of some objects.
  ///
  /// @param told makes the form of an object that the columns tell of, and leaves the object as it
  ///   is
  /// @param includeObject `Object` for each object whole, `None` for nothing of it, else its
  ///   metadata
  public ObjectNode table(
      List<ObjectNode> objects, UnaryOperator<ObjectNode> told, String includeObject) {
    var table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").putObject("metadata");
    var definitions = table.putArray("columnDefinitions");
    columns.forEach(column -> describe(column, definitions.addObject()));
    var rows = table.putArray("rows");
    objects.forEach(object -> row(object, told.apply(object), includeObject, rows.addObject()));
    return table;
  }

  private static void describe(Column column, ObjectNode definition) {
    definition
        .put("name", column.name())
        .put("type", column.type())
        .put("format", column.format())
        .put("description", "")
        .put("priority", column.priority());
  }

  private void row(ObjectNode object, ObjectNode told, String includeObject, ObjectNode row) {
    ArrayNode cells = row.putArray("cells");
    columns.forEach(column -> cells.add(column.cell().of(told, now)));
    over(object).ifPresent(condition -> row.putArray("conditions").add(condition));
    switch (includeObject) {
      case "Object" -> row.set("object", object);
      case "None" -> {}
      default -> {
        var partial = row.putObject("object");
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
      }
    }
  }

  /// What is said of the row of a pod whose containers have all ended.
  private static Optional<ObjectNode> over(ObjectNode object) {
    var phase =
        object.path("kind").asText().equals("Pod") ? object.at("/status/phase").asText() : "";
    if (!MESSAGES.containsKey(phase)) {
      return Optional.empty();
    }
    var condition = JsonNodeFactory.instance.objectNode();
    return Optional.of(
        condition
            .put("type", "Completed")
            .put("status", "True")
            .put("reason", phase)
            .put("message", MESSAGES.get(phase)));
  }
}
