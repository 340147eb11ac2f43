package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Labels of nodes that have other names now (Kubernetes, "Well-Known Labels").
final class NodeLabels {

  private static final Map<String, String> DEPRECATED =
      Map.of(
          "beta.kubernetes.io/arch", since("14", "kubernetes.io/arch"),
          "beta.kubernetes.io/os", since("14", "kubernetes.io/os"),
          "beta.kubernetes.io/instance-type", since("17", "node.kubernetes.io/instance-type"),
          "failure-domain.beta.kubernetes.io/region", since("17", "topology.kubernetes.io/region"),
          "failure-domain.beta.kubernetes.io/zone", since("17", "topology.kubernetes.io/zone"));

  private static String since(String minor, String instead) {
    return "deprecated since v1.%s; use \"%s\" instead".formatted(minor, instead);
  }

  /// What to know of a label; empty if nothing.
  static Optional<String> deprecation(String label) {
    return Optional.ofNullable(DEPRECATED.get(label));
  }

  /// What to know of the labels that some terms of a node selector name.
  static List<String> inTerms(String path, JsonNode terms) {
    var found = new ArrayList<String>();
    for (var i = 0; i < terms.size(); i++) {
      found.addAll(inTerm(path + "[" + i + "]", "matchExpressions", terms.get(i)));
    }
    return found;
  }

  /// What to know of the labels that one term names.
  ///
  /// @param field which field of the term holds its expressions
  static List<String> inTerm(String path, String field, JsonNode term) {
    var found = new ArrayList<String>();
    var expressions = term.path(field);
    for (var i = 0; i < expressions.size(); i++) {
      var label = expressions.get(i).path("key").asText();
      var at = "%s.%s[%d].key: %s is ".formatted(path, field, i, label);
      deprecation(label).ifPresent(text -> found.add(at + text));
    }
    return found;
  }

  private NodeLabels() {}
}
