package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Table;

/// The tables of rules: what must hold for the fields of each type of the schema.
///
/// A row names a type, one of its fields, a check, and its argument. The field `.` is the document
/// itself, `name[]` each element of a list, `name{}` each value of a map. Several types that share
/// a rule stand between commas.
final class Rules {

  /// The tables, by what they are about.
  private static final List<String> TABLES =
      List.of("containers", "data", "network", "others", "pods", "storage", "workloads");

  private final Map<String, List<Rule>> byType = new HashMap<>();

  /// One row.
  ///
  /// @param field whose value is judged
  /// @param check what judges it
  private record Rule(String field, Check check) {

    void judge(Struct schema, Subject document) {
      if (field.equals(".")) {
        judgeOne(document, false);
      } else if (field.endsWith("[]")) {
        var list = document.field(field.substring(0, field.length() - 2));
        for (var i = 0; i < list.value().size(); i++) {
          check.judge().accept(list.element(i));
        }
      } else if (field.endsWith("{}")) {
        var map = document.field(field.substring(0, field.length() - 2));
        map.value().properties().forEach(entry -> check.judge().accept(map.entry(entry.getKey())));
      } else {
        var known = schema.fields().get(field);
        judgeOne(document.field(field), known != null && known.nullable());
      }
    }

    /// Text that may be left out says something even where it is empty.
    private void judgeOne(Subject subject, boolean isNullable) {
      var isEmptyText = isNullable && subject.value().isTextual();
      if (!subject.isEmpty() || isEmptyText || check.seesNothing()) {
        check.judge().accept(subject);
      }
    }
  }

  /// Reads the tables.
  Rules() {
    for (var table : TABLES) {
      for (var row : Table.rows(Rules.class, "rules-" + table + ".tsv")) {
        var check = Checks.named(row[2], row.length > 3 ? row[3] : "");
        for (var type : row[0].split(",")) {
          byType.computeIfAbsent(type, _ -> new ArrayList<>()).add(new Rule(row[1], check));
        }
      }
    }
  }

  /// Judges a document and all within it, but for its status: that is the components' own affair.
  void judge(Struct schema, Subject document) {
    var rules = byType.getOrDefault(schema.name(), List.of());
    rules.stream()
        .filter(rule -> !rule.check().isLast())
        .forEach(rule -> rule.judge(schema, document));
    for (var field : schema.fields().values()) {
      var isTop = document.path().isEmpty();
      var isJudged = !isTop || !field.name().equals("status") && !field.name().equals("metadata");
      if (isJudged && document.value().has(field.name())) {
        below(field.type(), document.field(field.name()));
      }
    }
    rules.stream()
        .filter(rule -> rule.check().isLast())
        .forEach(rule -> rule.judge(schema, document));
  }

  private void below(FieldType type, Subject subject) {
    JsonNode value = subject.value();
    switch (type) {
      case Scalar _ -> {}
      case Struct struct -> judge(struct, subject);
      case ListOf list -> {
        if (!(list.element() instanceof Scalar)) {
          for (var i = 0; i < value.size(); i++) {
            below(list.element(), subject.element(i));
          }
        }
      }
      case MapOf map -> {
        if (!(map.value() instanceof Scalar)) {
          value.properties().forEach(entry -> below(map.value(), subject.entry(entry.getKey())));
        }
      }
    }
  }
}
