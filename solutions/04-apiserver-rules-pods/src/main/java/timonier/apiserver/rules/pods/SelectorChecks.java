package timonier.apiserver.rules.pods;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Checks;
import timonier.apiserver.rules.LabelSelectors;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of what selects nodes, and pods near others.
final class SelectorChecks {

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("node requirement", _ -> Check.evenOfNothing(SelectorChecks::nodeRequirement));
    all.put(
        "node field requirement", _ -> Check.evenOfNothing(SelectorChecks::nodeFieldRequirement));
    all.put("node label values", _ -> Check.of(SelectorChecks::nodeLabelValues));
    all.put("scheduling weight", _ -> Check.evenOfNothing(SelectorChecks::weight));
    all.put("affinity term", _ -> Check.evenOfNothing(SelectorChecks::affinityTerm));
    all.put("spread constraint", _ -> Check.evenOfNothing(SelectorChecks::spreadConstraint));
    all.put("different spreads", _ -> Check.of(SelectorChecks::differentSpreads));
    return all;
  }

  private static void nodeRequirement(Subject requirement) {
    var values = requirement.field("values");
    switch (requirement.field("operator").text()) {
      case "Gt", "Lt" -> {
        if (values.value().size() != 1) {
          requirement
              .causes()
              .required(
                  values.path(), "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default -> LabelSelectors.requirement(requirement);
    }
    Checks.qualifiedName(requirement.field("key"));
  }

  /// Of a node's fields only its name can be asked for.
  private static void nodeFieldRequirement(Subject requirement) {
    var values = requirement.field("values");
    if (!List.of("In", "NotIn").contains(requirement.field("operator").text())) {
      requirement.field("operator").invalid(LabelSelectors.NO_OPERATOR);
    } else if (values.value().size() != 1) {
      requirement
          .causes()
          .required(
              values.path(),
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    }
    if (!requirement.field("key").text().equals("metadata.name")) {
      requirement.field("key").invalid("not a valid field selector key");
      return;
    }
    values.elements().forEach(name -> Names.subdomain(name.causes(), name.path(), name.value()));
  }

  /// What a node's label must be is what a label can be. Older objects may keep asking for more.
  private static void nodeLabelValues(Subject terms) {
    if (terms.isUpdate() && terms.value().equals(terms.old())) {
      return;
    }
    for (var term : terms.elements()) {
      for (var requirement : term.field("matchExpressions").elements()) {
        requirement
            .field("values")
            .elements()
            .forEach(value -> Names.labelValue(value.causes(), value.path(), value.value()));
      }
    }
  }

  private static void weight(Subject weight) {
    if (weight.value().asLong() < 1 || weight.value().asLong() > 100) {
      weight.invalid("must be in the range 1-100");
    }
  }

  /// Kubernetes names no place in the list of namespaces.
  private static void affinityTerm(Subject term) {
    for (var namespace : term.field("namespaces").elements()) {
      Names.label(term.causes(), term.path() + ".namespace", namespace.value());
    }
    if (term.field("topologyKey").isEmpty()) {
      term.causes().required(term.field("topologyKey").path(), "can not be empty");
    }
    Checks.qualifiedName(term.field("topologyKey"));
    labelKeys(term, "matchLabelKeys");
    labelKeys(term, "mismatchLabelKeys");
    var others = texts(term.value().path("mismatchLabelKeys"));
    for (var key : term.field("matchLabelKeys").elements()) {
      if (others.contains(key.text())) {
        key.invalid("exists in both matchLabelKeys and mismatchLabelKeys");
      }
    }
  }

  /// Keys of labels whose values are taken from the pod itself, besides a selector.
  private static void labelKeys(Subject document, String field) {
    var keys = document.field(field);
    if (!keys.isEmpty() && !document.value().has("labelSelector")) {
      document
          .causes()
          .forbidden(keys.path(), "must not be specified when labelSelector is not set");
      return;
    }
    keys.elements().forEach(Checks::qualifiedName);
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).collect(toSet());
  }

  private static void spreadConstraint(Subject constraint) {
    var skew = constraint.field("maxSkew");
    if (skew.value().asLong() < 1) {
      skew.invalid("must be greater than zero");
    }
    if (constraint.field("topologyKey").isEmpty()) {
      constraint.causes().required(constraint.field("topologyKey").path(), "can not be empty");
    }
    var otherwise = constraint.field("whenUnsatisfiable");
    Checks.oneOf(otherwise, List.of("DoNotSchedule", "ScheduleAnyway"));
    minDomains(constraint.field("minDomains"), otherwise.text());
    labelKeys(constraint, "matchLabelKeys");
    var selected = constraint.value().path("labelSelector").path("matchLabels");
    for (var key : constraint.field("matchLabelKeys").elements()) {
      if (selected.has(key.text())) {
        key.invalid("exists in both matchLabelKeys and labelSelector");
      }
    }
  }

  private static void minDomains(Subject domains, String whenUnsatisfiable) {
    if (!domains.value().isNumber()) {
      return;
    }
    if (domains.value().asLong() < 1) {
      domains.invalid("must be greater than zero");
    }
    if (!whenUnsatisfiable.equals("DoNotSchedule")) {
      domains.invalid(
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + whenUnsatisfiable);
    }
  }

  /// Reports the first of two that spread alike.
  private static void differentSpreads(Subject constraints) {
    var later = new HashMap<String, Integer>();
    for (var constraint : constraints.elements().reversed()) {
      var kind =
          "{%s, %s}"
              .formatted(
                  constraint.field("topologyKey").text(),
                  constraint.field("whenUnsatisfiable").text());
      if (later.merge(kind, 1, Integer::sum) > 1) {
        var path = constraint.path() + ".{topologyKey, whenUnsatisfiable}";
        constraint.causes().duplicate(path, constraint.withText(kind).value());
      }
    }
  }

  private SelectorChecks() {}
}
