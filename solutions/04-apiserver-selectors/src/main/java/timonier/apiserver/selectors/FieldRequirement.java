package timonier.apiserver.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import timonier.apiserver.schema.SelectableField;

/// A field that must, or must not, have a value.
public record FieldRequirement(SelectableField field, boolean equal, String value) {

  boolean matches(JsonNode object) {
    return field.of(object).equals(value) == equal;
  }

  /// Whether it fixes a field to one value.
  boolean fixes(String label) {
    return equal && field.label().equals(label);
  }
}
