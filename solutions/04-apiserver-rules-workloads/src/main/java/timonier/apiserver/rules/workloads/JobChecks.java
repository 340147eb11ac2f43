package timonier.apiserver.rules.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import timonier.apiserver.rules.Causes;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.LabelSelectors;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of what runs pods to their end, once or by a schedule.
final class JobChecks {

  private static final String PREFIX = "batch.kubernetes.io/";
  private static final String LABELS = "/spec/template/metadata/labels";

  /// A pod is named after its job and a suffix, and a job after its CronJob and another.
  private static final int CRON_JOB_NAME = 52;

  private static final List<String> FIXED =
      List.of(
          "selector",
          "completionMode",
          "podFailurePolicy",
          "backoffLimitPerIndex",
          "managedBy",
          "successPolicy");

  /// What of a template may change until the job has started.
  private static final List<String> DIRECTIVES =
      List.of("nodeSelector", "tolerations", "schedulingGates");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("pods that end", _ -> Check.of(JobChecks::podsThatEnd));
    all.put("indexes", _ -> Check.of(JobChecks::indexes));
    all.put("failure policy", _ -> Check.of(JobChecks::failurePolicy));
    all.put("names of indexed pods", _ -> Check.of(JobChecks::podNames));
    all.put("generated selector", _ -> Check.of(JobChecks::generatedSelector));
    all.put("job changes", _ -> Check.of(JobChecks::changes));
    all.put("job template", _ -> Check.of(JobChecks::template));
    all.put("failure rule", _ -> Check.of(JobChecks::failureRule));
    all.put("exit codes", _ -> Check.of(JobChecks::exitCodes));
    all.put("success rule", _ -> Check.of(JobChecks::successRule));
    all.put("replacement policy", _ -> Check.of(JobChecks::replacementPolicy));
    all.put("cron job name", _ -> Check.of(JobChecks::cronJobName));
    all.put("schedule", _ -> Check.of(JobChecks::schedule));
    all.put("time zone", _ -> Check.evenOfNothing(JobChecks::timeZone));
    return all;
  }

  /// Pods that are restarted whatever comes of them would never end.
  private static void podsThatEnd(Subject spec) {
    var policy = spec.field("template").field("spec").field("restartPolicy");
    switch (policy.text()) {
      case "Never" -> {}
      case "OnFailure" -> {
        if (spec.value().has("podFailurePolicy")) {
          policy.invalid("only \"Never\" is supported when podFailurePolicy is specified");
        }
      }
      case "Always" ->
          policy.causes().required(policy.path(), "valid values: \"OnFailure\", \"Never\"");
      default -> policy.notSupported(List.of("OnFailure", "Never"));
    }
  }

  /// What goes with pods that are told apart by an index, and only with them.
  private static void indexes(Subject spec) {
    var completions = spec.field("completions");
    var most = spec.field("maxFailedIndexes");
    var perIndex = spec.field("backoffLimitPerIndex");
    if (isIndexed(spec.value())) {
      if (completions.value().isMissingNode()) {
        completions.causes().required(completions.path(), "when completion mode is Indexed");
      } else if (most.value().asLong() > completions.value().asLong()) {
        most.invalid("must be less than or equal to completions");
      }
      atMost(spec.field("parallelism"));
      atMost(most);
    } else {
      for (var field : List.of(perIndex, most, spec.field("successPolicy"))) {
        if (!field.value().isMissingNode()) {
          field.invalid("requires indexed completion mode");
        }
      }
    }
    if (!most.value().isMissingNode() && perIndex.value().isMissingNode()) {
      perIndex.causes().required(perIndex.path(), "when maxFailedIndexes is specified");
    }
  }

  /// The pod of each index has a host name of its own, the longest being that of the last.
  private static void podNames(Subject job) {
    var spec = job.value().path("spec");
    var completions = spec.path("completions").asLong();
    var name = job.field("metadata").field("name");
    var host = TextNode.valueOf(name.text() + "-" + (completions - 1));
    var causes = new Causes();
    Names.label(causes, "", host);
    if (isIndexed(spec) && completions > 0 && !causes.found().isEmpty()) {
      name.invalid("will not able to create pod with invalid DNS label: " + host.asText());
    }
  }

  /// Rules speak only of containers and indexes that there are.
  private static void failurePolicy(Subject spec) {
    var names = new HashSet<String>();
    var pod = spec.value().at("/template/spec");
    for (var list : List.of("containers", "initContainers")) {
      pod.path(list).forEach(container -> names.add(container.path("name").asText()));
    }
    var rules = spec.field("podFailurePolicy").field("rules");
    for (var i = 0; i < rules.value().size(); i++) {
      var action = rules.element(i).field("action");
      if (action.text().equals("FailIndex") && !spec.value().has("backoffLimitPerIndex")) {
        action.invalid("requires the backoffLimitPerIndex to be set");
      }
      var container = rules.element(i).field("onExitCodes").field("containerName");
      if (!container.value().isMissingNode() && !names.contains(container.text())) {
        container.invalid(
            "must be one of the container or initContainer names in the pod template");
      }
    }
  }

  private static boolean isIndexed(JsonNode spec) {
    return spec.path("completionMode").asText().equals("Indexed");
  }

  /// Each index costs room in the status.
  private static void atMost(Subject number) {
    if (number.value().asLong() > 100_000) {
      number.invalid("must be less than or equal to 100000 when completion mode is Indexed");
    }
  }

  /// Unless its author chose otherwise, a job selects its pods by its own UID.
  private static void generatedSelector(Subject job) {
    var spec = job.field("spec");
    if (spec.value().path("manualSelector").asBoolean() || !spec.value().has("selector")) {
      return;
    }
    var uid = job.value().path("metadata").path("uid").asText("");
    var name = job.value().path("metadata").path("name").asText("");
    var expected = JsonNodeFactory.instance.objectNode();
    for (var prefix : List.of("", PREFIX)) {
      expected.put(prefix + "controller-uid", uid);
      expected.put(prefix + "job-name", name);
    }
    var isOld = job.isUpdate() && !job.old().at(LABELS).has(PREFIX + "job-name");
    var labels = spec.field("template").field("metadata").field("labels");
    for (var label : expected.properties()) {
      if (!isOld || !label.getKey().startsWith(PREFIX)) {
        hasLabel(labels, label.getKey(), label.getValue().asText());
      }
    }
    var selector = spec.field("selector");
    if (LabelSelectors.isWellFormed(selector.value())
        && !LabelSelectors.matches(selector.value(), expected)) {
      selector.invalid("`selector` not auto-generated");
    }
  }

  private static void hasLabel(Subject labels, String key, String expected) {
    var label = labels.entry(key);
    if (label.value().isMissingNode()) {
      label.causes().required(label.path(), "must be '" + expected + "'");
    } else if (!label.text().equals(expected)) {
      label.causes().invalid(label.path(), labels.shown(), "must be '" + expected + "'");
    }
  }

  private static void changes(Subject job) {
    if (!job.isUpdate()) {
      return;
    }
    var spec = job.field("spec");
    for (var name : FIXED) {
      unchanged(spec.field(name), spec.field(name).old());
    }
    completions(spec);
    unchanged(spec.field("template"), mayBecome(job));
  }

  private static void unchanged(Subject subject, JsonNode old) {
    if (!subject.value().equals(old)) {
      subject.invalid("field is immutable");
    }
  }

  /// An indexed job may grow and shrink as long as all its pods may run at once.
  private static void completions(Subject spec) {
    var completions = spec.field("completions");
    if (!isIndexed(spec.value()) || completions.value().isMissingNode()) {
      unchanged(completions, completions.old());
    } else if (!completions.value().equals(completions.old())
        && !completions.value().equals(spec.value().path("parallelism"))) {
      completions.invalid("can only be modified in tandem with spec.parallelism");
    }
  }

  /// The old template with what may have changed of it: where pods may run and what they get, as
  /// long as none does.
  private static JsonNode mayBecome(Subject job) {
    var template = job.value().at("/spec/template");
    var old = job.old().at("/spec/template").deepCopy();
    var isSuspended = job.old().at("/spec/suspend").asBoolean();
    if (!isSuspended || !(old instanceof ObjectNode allowed)) {
      return old;
    }
    var spec = allowed.withObject("/spec");
    var isUnstarted = !job.old().path("status").has("startTime");
    if (isUnstarted) {
      for (var name : List.of("labels", "annotations")) {
        copy(name, template.path("metadata"), allowed.withObject("/metadata"));
      }
      DIRECTIVES.forEach(name -> copy(name, template.path("spec"), spec));
      nodeAffinity(template.path("spec"), spec);
    }
    if (isUnstarted || job.old().at("/status/active").asInt() == 0) {
      resources(template.path("spec"), spec);
    }
    return allowed;
  }

  private static void copy(String name, JsonNode from, ObjectNode to) {
    if (from.has(name)) {
      to.set(name, from.get(name));
    } else {
      to.remove(name);
    }
  }

  private static void nodeAffinity(JsonNode from, ObjectNode to) {
    copy("nodeAffinity", from.path("affinity"), to.withObject("/affinity"));
    if (to.path("affinity").isEmpty() && !from.has("affinity")) {
      to.remove("affinity");
    }
  }

  private static void resources(JsonNode from, ObjectNode to) {
    for (var list : List.of("containers", "initContainers")) {
      for (var i = 0; i < to.path(list).size(); i++) {
        if (to.path(list).get(i) instanceof ObjectNode container) {
          copy("resources", from.path(list).path(i), container);
        }
      }
    }
  }

  /// A template of jobs has no selector: each job gets its own.
  private static void template(Subject spec) {
    var selector = spec.field("selector");
    if (!selector.value().isMissingNode()) {
      selector.invalid("`selector` will be auto-generated");
    }
    var manual = spec.field("manualSelector");
    if (manual.value().asBoolean()) {
      manual.notSupported(List.of("nil", "false"));
    }
  }

  private static void failureRule(Subject rule) {
    var hasCodes = rule.value().has("onExitCodes");
    var hasConditions = !rule.field("onPodConditions").isEmpty();
    if (hasCodes && hasConditions) {
      rule.invalid("specifying both OnExitCodes and OnPodConditions is not supported");
    } else if (!hasCodes && !hasConditions) {
      rule.invalid("specifying one of OnExitCodes and OnPodConditions is required");
    }
  }

  private static void exitCodes(Subject requirement) {
    var values = requirement.field("values");
    if (values.isEmpty()) {
      values.invalid("at least one value is required");
    }
    var seen = new HashSet<Long>();
    var last = Long.MIN_VALUE;
    var isOrdered = true;
    for (var i = 0; i < values.value().size(); i++) {
      var code = values.element(i);
      var number = code.value().asLong();
      if (number == 0 && requirement.field("operator").text().equals("In")) {
        code.invalid("must not be 0 for the In operator");
      }
      if (!seen.add(number)) {
        code.duplicate();
      }
      isOrdered &= number >= last;
      last = number;
    }
    if (!isOrdered) {
      values.invalid("must be ordered");
    }
  }

  private static void successRule(Subject rule) {
    if (!rule.value().has("succeededCount") && !rule.value().has("succeededIndexes")) {
      rule.causes()
          .required(
              rule.path(), "at least one of succeededCount or succeededIndexes must be specified");
    }
  }

  private static void replacementPolicy(Subject policy) {
    var supported =
        policy.parent().has("podFailurePolicy")
            ? Set.of("Failed")
            : Set.of("Failed", "TerminatingOrFailed");
    if (!supported.contains(policy.text())) {
      policy.notSupported(supported.stream().sorted().toList());
    }
  }

  private static void cronJobName(Subject cronJob) {
    var name = cronJob.field("metadata").field("name");
    if (!cronJob.isUpdate() && name.text().length() > CRON_JOB_NAME) {
      name.invalid("must be no more than 52 characters");
    }
  }

  private static void schedule(Subject schedule) {
    CronSchedule.fault(schedule.text()).ifPresent(schedule::invalid);
    var isOld = schedule.isUpdate() && schedule.old().asText("").contains("TZ");
    if (schedule.text().contains("TZ") && !isOld) {
      schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    } else if (schedule.text().contains("TZ") && schedule.parent().has("timeZone")) {
      schedule.invalid("cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }
  }

  private static void timeZone(Subject zone) {
    if (zone.value().isMissingNode()) {
      return;
    }
    if (zone.text().isEmpty()) {
      zone.invalid("timeZone must be nil or non-empty string");
    } else if (zone.text().equalsIgnoreCase("Local")) {
      zone.invalid(
          "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
    } else if (!CronSchedule.isZone(zone.text())) {
      zone.invalid("unknown time zone " + zone.text());
    }
  }

  private JobChecks() {}
}
