package timonier.apiserver.rules;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import timonier.apiserver.rules.Check.Maker;

/// A part of the API whose rules are kept together, such as pods.
///
/// @param owner the class in whose package the tables are, as `rules-NAME.tsv`
/// @param tables their names; where two have rules of one type, those of the first come first
/// @param checks what only these tables name, by that name
public record Area(Class<?> owner, List<String> tables, Map<String, Maker> checks) {

  /// An area whose checks come from several classes.
  ///
  /// @throws IllegalArgumentException if two checks have the same name
  public static Area of(Class<?> owner, List<String> tables, List<Map<String, Maker>> checks) {
    return new Area(owner, tables, union(checks));
  }

  /// All of some checks.
  ///
  /// @throws IllegalArgumentException if two have the same name
  static Map<String, Maker> union(List<Map<String, Maker>> checks) {
    var all = new TreeMap<String, Maker>();
    for (var some : checks) {
      some.forEach((name, maker) -> {
        if (all.putIfAbsent(name, maker) != null) {
          throw new IllegalArgumentException("two checks are called '" + name + "'");
        }
      });
    }
    return all;
  }
}
