package timonier.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import timonier.apiserver.schema.FieldType;
import timonier.apiserver.schema.FieldType.Field;
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

  /// By type; found out when the first document of a type is judged.
  private final Map<String, List<Field>> judgedFields = new ConcurrentHashMap<>();

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
    for (var field : judgedFields(schema)) {
      if (document.value().has(field.name()) && !(isTop && isOfAllKinds(field.name()))) {
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

  /// The fields of a type within which something has rules: most types have none.
  private List<Field> judgedFields(Struct schema) {
    var known = judgedFields.get(schema.name());
    if (known != null) {
      return known;
    }
    var found =
        schema.fields().values().stream()
            .filter(field -> hasRules(field.type(), new HashSet<>()))
            .toList();
    judgedFields.put(schema.name(), found);
    return found;
  }

  /// Whether a type has rules, or one of those within it.
  ///
  /// @param seen the types that were asked before: a type may hold itself
  private boolean hasRules(FieldType type, Set<String> seen) {
    return switch (type) {
      case Scalar _ -> false;
      case Struct struct ->
          seen.add(struct.name())
              && (byType.containsKey(struct.name())
                  || struct.fields().values().stream()
                      .anyMatch(field -> hasRules(field.type(), seen)));
      case ListOf list -> hasRules(list.element(), seen);
      case MapOf map -> hasRules(map.value(), seen);
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
