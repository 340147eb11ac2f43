package timonier.apiserver.rules.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.LabelSelectors;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of what makes pods from a template.
final class WorkloadChecks {

  private static final String NO_MATCH = "`selector` does not match template `labels`";

  /// What may change of the specification of a StatefulSet.
  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("template metadata", _ -> Check.of(WorkloadChecks::templateMetadata));
    all.put("lasting pods", kind -> Check.of(template -> lastingPods(template, kind)));
    all.put("pod selector", kind -> Check.evenOfNothing(it -> podSelector(it, kind)));
    all.put("empty selector", kind -> Check.evenOfNothing(it -> emptySelector(it, kind)));
    all.put("selects its template", why -> Check.of(spec -> selectsTemplate(spec, why)));
    all.put("labels in template", _ -> Check.of(WorkloadChecks::labelsInTemplate));
    all.put("deployment progress", _ -> Check.of(WorkloadChecks::progress));
    all.put("deployment strategy", _ -> Check.of(WorkloadChecks::deploymentStrategy));
    all.put("daemon update", _ -> Check.of(WorkloadChecks::daemonUpdate));
    all.put("stateful update", _ -> Check.of(WorkloadChecks::statefulUpdate));
    all.put("pod management", _ -> Check.of(WorkloadChecks::podManagement));
    all.put("stateful changes", _ -> Check.of(WorkloadChecks::statefulChanges));
    all.put("new label", _ -> Check.of(WorkloadChecks::newLabel));
    all.put("disruption budget", _ -> Check.of(WorkloadChecks::disruptionBudget));
    return all;
  }

  /// The labels and annotations of pods to come; Kubernetes names them without `metadata`.
  private static void templateMetadata(Subject template) {
    var metadata = template.value().path("metadata");
    Names.labels(template.causes(), template.path() + ".labels", metadata.path("labels"));
    Names.annotations(
        template.causes(), template.path() + ".annotations", metadata.path("annotations"));
    var debuggers = template.field("spec").field("ephemeralContainers");
    if (!debuggers.isEmpty()) {
      debuggers
          .causes()
          .forbidden(debuggers.path(), "ephemeral containers not allowed in pod template");
    }
  }

  /// Pods that are replaced when they end never end by themselves.
  private static void lastingPods(Subject template, String kind) {
    var policy = template.field("spec").field("restartPolicy");
    if (!policy.text().equals("Always")) {
      policy.notSupported(List.of("Always"));
    }
    var deadline = template.field("spec").field("activeDeadlineSeconds");
    if (!deadline.isEmpty()) {
      var why = "activeDeadlineSeconds in " + kind + " is not Supported";
      deadline.causes().forbidden(deadline.path(), why);
    }
  }

  private static void podSelector(Subject selector, String kind) {
    if (selector.value().isMissingNode()) {
      selector.required();
    }
    emptySelector(selector, kind);
  }

  /// A selector of nothing in particular would select all pods.
  private static void emptySelector(Subject selector, String kind) {
    if (selector.value().isObject() && LabelSelectors.isEmpty(selector.value())) {
      selector.invalid("empty selector is invalid for " + kind);
    }
  }

  /// The pods of a template must be those that are counted, or ever more would be made.
  ///
  /// @param malformed what to say of a selector that cannot be applied; empty to say nothing
  private static void selectsTemplate(Subject spec, String malformed) {
    var selector = spec.field("selector");
    var labels = spec.field("template").field("metadata").field("labels");
    if (!LabelSelectors.isWellFormed(selector.value())) {
      if (!malformed.isEmpty()) {
        selector.invalid(malformed);
      }
    } else if (selector.value().isMissingNode()
        || !LabelSelectors.matches(selector.value(), labels.value())) {
      labels.invalid(NO_MATCH);
    }
  }

  /// The same for a selector that is only labels.
  private static void labelsInTemplate(Subject spec) {
    var template = spec.field("template");
    var labels = template.field("metadata").field("labels");
    if (!template.value().isMissingNode()
        && !LabelSelectors.hasAll(labels.value(), spec.value().path("selector"))) {
      labels.invalid(NO_MATCH);
    }
  }

  /// A pod counts as available only after a while, for which progress must wait.
  private static void progress(Subject spec) {
    var deadline = spec.field("progressDeadlineSeconds");
    var delay = spec.value().path("minReadySeconds").asLong();
    if (deadline.value().isNumber() && deadline.value().asLong() <= delay) {
      deadline.invalid("must be greater than minReadySeconds");
    }
  }

  private static void deploymentStrategy(Subject strategy) {
    var rolling = strategy.field("rollingUpdate");
    switch (strategy.field("type").text()) {
      case "RollingUpdate" -> deploymentRolling(rolling);
      case "Recreate" -> {
        if (!rolling.value().isMissingNode()) {
          rolling
              .causes()
              .forbidden(rolling.path(), "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      default -> notSupported(strategy, List.of("Recreate", "RollingUpdate"));
    }
  }

  private static void notSupported(Subject subject, List<String> supported) {
    subject.notSupported(supported);
  }

  private static void deploymentRolling(Subject rolling) {
    var unavailable = rolling.field("maxUnavailable");
    var surge = rolling.field("maxSurge");
    Amounts.judge(unavailable);
    Amounts.judge(surge);
    if (Amounts.isZero(unavailable.value()) && Amounts.isZero(surge.value())) {
      unavailable.invalid("may not be 0 when `maxSurge` is 0");
    }
    Amounts.notMoreThanAll(unavailable);
  }

  private static void daemonUpdate(Subject strategy) {
    var rolling = strategy.field("rollingUpdate");
    switch (strategy.field("type").text()) {
      case "OnDelete" -> {}
      case "RollingUpdate" -> {
        if (rolling.value().isMissingNode()) {
          rolling.required();
        } else {
          daemonRolling(rolling);
        }
      }
      default -> notSupported(strategy, List.of("RollingUpdate", "OnDelete"));
    }
  }

  /// Either the old pod of a node goes first, or the new one comes first.
  private static void daemonRolling(Subject rolling) {
    var unavailable = rolling.field("maxUnavailable");
    var surge = rolling.field("maxSurge");
    for (var amount : List.of(unavailable, surge)) {
      Amounts.judge(amount);
      Amounts.notMoreThanAll(amount);
    }
    var hasUnavailable = !Amounts.isZero(unavailable.value());
    var hasSurge = !Amounts.isZero(surge.value());
    if (hasUnavailable && hasSurge) {
      surge.invalid("may not be set when maxUnavailable is non-zero");
    } else if (!hasUnavailable && !hasSurge) {
      unavailable.causes().required(unavailable.path(), "cannot be 0 when maxSurge is 0");
    }
  }

  private static void statefulUpdate(Subject strategy) {
    var rolling = strategy.field("rollingUpdate");
    switch (strategy.field("type").text()) {
      case "OnDelete" -> {
        if (!rolling.value().isMissingNode()) {
          rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case "RollingUpdate" -> {
        var unavailable = rolling.field("maxUnavailable");
        rolling.causes().negative(rolling.path() + ".partition", rolling.value().path("partition"));
        if (!unavailable.value().isMissingNode()) {
          Amounts.judge(unavailable);
          Amounts.notMoreThanAll(unavailable);
          if (Amounts.isZero(unavailable.value())) {
            unavailable.invalid("cannot be 0");
          }
        }
      }
      default -> strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  private static void podManagement(Subject policy) {
    if (!List.of("OrderedReady", "Parallel").contains(policy.text())) {
      policy.invalid("must be 'OrderedReady' or 'Parallel'");
    }
  }

  private static void statefulChanges(Subject set) {
    var spec = set.field("spec");
    if (spec.isUpdate() && !unchangeable(spec.value()).equals(unchangeable(spec.old()))) {
      spec.causes()
          .forbidden(
              spec.path(),
              "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                  + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                  + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
  }

  private static JsonNode unchangeable(JsonNode spec) {
    return spec instanceof ObjectNode object ? object.deepCopy().without(CHANGEABLE) : spec;
  }

  /// A label of DNS, unless it was accepted before there was this rule.
  private static void newLabel(Subject name) {
    if (!name.isUpdate()) {
      Names.label(name.causes(), name.path(), name.value());
    }
  }

  private static void disruptionBudget(Subject spec) {
    var least = spec.field("minAvailable");
    var most = spec.field("maxUnavailable");
    if (!least.value().isMissingNode() && !most.value().isMissingNode()) {
      spec.invalid("minAvailable and maxUnavailable cannot be both set");
    }
    for (var amount : List.of(least, most)) {
      Amounts.judge(amount);
      Amounts.notMoreThanAll(amount);
    }
  }

  private WorkloadChecks() {}
}
