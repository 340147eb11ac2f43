package timonier.apiserver.rules;

import java.util.ArrayList;
import java.util.List;

/// The rules of one type of the schema, in the order of their tables.
///
/// @param first those that are applied before what is within the document is judged
/// @param last those that are applied after it
record TypeRules(List<Rule> first, List<Rule> last) {

  /// The rules of a type that has none.
  static final TypeRules NONE = new TypeRules(List.of(), List.of());

  /// A list of rules to add to.
  TypeRules() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  void add(Rule rule) {
    (rule.check().isLast() ? last : first).add(rule);
  }
}
