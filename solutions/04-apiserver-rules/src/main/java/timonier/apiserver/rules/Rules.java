package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.ListOf;
import timonier.apiserver.schema.FieldType.MapOf;
import timonier.apiserver.schema.FieldType.Scalar;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Table;

/// What must hold for the fields of each type of the schema, from the tables of all areas.
///
/// A row names a type, one of its fields, a check, and its argument. The field `.` is the document
/// itself, `name[]` each element of a list, `name{}` each value of a map. Several types that share
/// a rule stand between commas.
public final class Rules {

  private final Map<String, TypeRules> byType = new HashMap<>();

  /// Reads the tables of some areas, and those of no area in particular. A table names checks of
  /// its own area, and [Checks].
  ///
  /// @throws IllegalArgumentException if there is no check of some name, or two
  public Rules(List<Area> areas) {
    var common = Checks.area();
    add(common, common.checks());
    areas.forEach(area -> add(area, Area.union(List.of(common.checks(), area.checks()))));
  }

  private void add(Area area, Map<String, Check.Maker> checks) {
    for (var table : area.tables()) {
      for (var row : Table.rows(area.owner(), "rules-" + table + ".tsv")) {
        var maker =
            Optional.ofNullable(checks.get(row[2]))
                .orElseThrow(
                    () -> new IllegalArgumentException("no check is called '" + row[2] + "'"));
        var rule = Rule.of(row[1], maker.apply(row.length > 3 ? row[3] : ""));
        for (var type : row[0].split(",")) {
          byType.computeIfAbsent(type, _ -> new TypeRules()).add(rule);
        }
      }
    }
  }

  /// Judges a document and all within it, but for its status: that is the components' own affair.
  ///
  /// @param document takes what is wrong
  public void judge(Struct schema, Subject document) {
    judge(schema, document.of(schema), true);
  }

  private void judge(Struct schema, Subject document, boolean isTop) {
    var rules = byType.getOrDefault(schema.name(), TypeRules.NONE);
    for (var rule : rules.first()) {
      rule.judge(schema, document);
    }
    for (var field : schema.fields().values()) {
      if (!(field.type() instanceof Scalar)
          && document.value().has(field.name())
          && hasDocuments(field.type())
          && !(isTop && isOfAllKinds(field.name()))) {
        below(field.type(), document.field(field.name()));
      }
    }
    for (var rule : rules.last()) {
      rule.judge(schema, document);
    }
  }

  /// What objects of all kinds have: metadata are judged by rules of their own.
  private static boolean isOfAllKinds(String field) {
    return field.equals("status") || field.equals("metadata");
  }

  /// Whether there can be documents in a value, which have rules themselves.
  private static boolean hasDocuments(FieldType type) {
    return switch (type) {
      case Scalar _ -> false;
      case Struct _ -> true;
      case ListOf list -> hasDocuments(list.element());
      case MapOf map -> hasDocuments(map.value());
    };
  }

  private void below(FieldType type, Subject subject) {
    JsonNode value = subject.value();
    switch (type) {
      case Scalar _ -> {}
      case Struct struct -> judge(struct, subject, false);
      case ListOf list -> {
        for (var i = 0; i < value.size(); i++) {
          below(list.element(), subject.element(i));
        }
      }
      case MapOf map ->
          value.properties().forEach(entry -> below(map.value(), subject.entry(entry.getKey())));
    }
  }
}
