package timonier.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import timonier.pods.ResourceType;

/// Objects as rows of a table (`meta.k8s.io/v1 Table`), with the columns that Kubernetes prints.
public final class Tables {

  private final Columns columns;

  private Tables(Columns columns) {
    this.columns = columns;
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
    return new Tables(Columns.of(type, now));
  }

  /// The table of some objects.
  ///
  /// @param includeObject `Object` for each object whole, `None` for nothing of it, else its
  ///   metadata
  public ObjectNode table(List<ObjectNode> objects, String includeObject) {
    var table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").putObject("metadata");
    var definitions = table.putArray("columnDefinitions");
    columns.columns().forEach(column -> describe(column, definitions.addObject()));
    var rows = table.putArray("rows");
    objects.forEach(object -> row(object, includeObject, rows.addObject()));
    return table;
  }

  private static void describe(Columns.Column column, ObjectNode definition) {
    definition
        .put("name", column.name())
        .put("type", column.type())
        .put("format", column.name().equals("Name") ? "name" : "")
        .put("description", "")
        .put("priority", column.wide() ? 1 : 0);
  }

  private void row(ObjectNode object, String includeObject, ObjectNode row) {
    ArrayNode cells = row.putArray("cells");
    columns.columns().forEach(column -> cell(column, object, cells));
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

  private static void cell(Columns.Column column, JsonNode object, ArrayNode cells) {
    var text = column.cell().apply(object);
    if (column.type().equals("integer") && text.matches("-?\\d+")) {
      cells.add(Long.parseLong(text));
    } else {
      cells.add(text);
    }
  }
}
