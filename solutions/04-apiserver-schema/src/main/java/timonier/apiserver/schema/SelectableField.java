package timonier.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;

/// A field that objects can be selected by.
///
/// @param label what selectors call it, as in `status.successful`
/// @param path where it is found, as in `status.succeeded`; empty for nowhere
/// @param otherwise its value where it is not there
public record SelectableField(String label, String path, String otherwise) {

  /// Reads `label`, `label=path`, `label:otherwise` or `label=path:otherwise`.
  static SelectableField of(String cell) {
    var sides = cell.split(":", 2);
    var names = sides[0].split("=", 2);
    return new SelectableField(
        names[0], names.length == 1 ? names[0] : names[1], sides.length == 1 ? "" : sides[1]);
  }

  /// Whether it has a value even where it is not there.
  public boolean hasDefault() {
    return !otherwise.isEmpty();
  }

  /// Its value in an object.
  public String of(JsonNode object) {
    var node = object;
    for (var part : path.split("\\.", -1)) {
      node = node.path(part);
    }
    return node.asText(otherwise);
  }
}
