package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import timonier.apiserver.schema.FieldType.Struct;

/// What must hold for some values of a document.
///
/// @param field which field of the document holds them; empty for the document itself
/// @param values which values these are
/// @param check what judges each of them
record Rule(String field, Values values, Check check) {

  /// Which values of a document a rule is about.
  enum Values {
    /// The document itself.
    DOCUMENT,
    /// The value of a field.
    FIELD,
    /// Each element of a field's list.
    ELEMENTS,
    /// Each value of a field's map.
    ENTRIES
  }

  /// Reads what a table calls the values: `.` for the document, `name`, `name[]` or `name{}`.
  static Rule of(String cell, Check check) {
    if (cell.equals(".")) {
      return new Rule("", Values.DOCUMENT, check);
    }
    var name = cell.replaceFirst("(\\[]|\\{})$", "");
    var values =
        switch (cell.substring(name.length())) {
          case "[]" -> Values.ELEMENTS;
          case "{}" -> Values.ENTRIES;
          default -> Values.FIELD;
        };
    return new Rule(name, values, check);
  }

  void judge(Struct schema, Subject document) {
    switch (values) {
      case DOCUMENT -> {
        if (check.seesNothing() || !document.isEmpty()) {
          check.judge().accept(document);
        }
      }
      case FIELD -> {
        if (check.seesNothing() || says(schema, document.value().path(field))) {
          check.judge().accept(document.field(field));
        }
      }
      case ELEMENTS -> document.field(field).elements().forEach(check.judge());
      case ENTRIES -> document.field(field).entries().forEach(check.judge());
    }
  }

  /// Whether a field says something: text that may be left out does even where it is empty.
  private boolean says(Struct schema, JsonNode value) {
    return !Subject.isEmpty(value) || value.isTextual() && isNullable(schema);
  }

  private boolean isNullable(Struct schema) {
    var known = schema.fields().get(field);
    return known != null && known.nullable();
  }
}
