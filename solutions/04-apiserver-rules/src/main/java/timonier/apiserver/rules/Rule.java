package timonier.apiserver.rules;

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
      case DOCUMENT -> judgeOne(document, false);
      case FIELD -> {
        if (check.seesNothing() || document.value().has(field)) {
          var known = schema.fields().get(field);
          judgeOne(document.field(field), known != null && known.nullable());
        }
      }
      case ELEMENTS -> {
        var size = document.value().path(field).size();
        for (var i = 0; i < size; i++) {
          check.judge().accept(document.field(field).element(i));
        }
      }
      case ENTRIES -> {
        for (var entry : document.value().path(field).properties()) {
          check.judge().accept(document.field(field).entry(entry.getKey()));
        }
      }
    }
  }

  /// Text that may be left out says something even where it is empty.
  private void judgeOne(Subject subject, boolean isNullable) {
    var isEmptyText = isNullable && subject.value().isTextual();
    if (check.seesNothing() || !subject.isEmpty() || isEmptyText) {
      check.judge().accept(subject);
    }
  }
}
