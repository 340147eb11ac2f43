package timonier.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import timonier.pods.Quantity;

/// What the author of a pod should know, or of a template of pods.
final class PodWarnings {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private static final String SYSCTLS =
      "non-functional in v1.11+; use the \"sysctls\" field instead";
  private static final String SECCOMP =
      "non-functional in v1.27+; use the \"seccompProfile\" field instead";
  private static final String APP_ARMOR =
      "deprecated since v1.30; use the \"appArmorProfile\" field instead";

  /// Annotations that no longer do anything.
  private static final Map<String, String> ANNOTATIONS =
      ordered(
          "scheduler.alpha.kubernetes.io/critical-pod",
          "non-functional in v1.16+; use the \"priorityClassName\" field instead",
          "security.alpha.kubernetes.io/sysctls",
          SYSCTLS,
          "security.alpha.kubernetes.io/unsafe-sysctls",
          SYSCTLS);

  /// Sources of volumes that are gone, or are going.
  private static final Map<String, String> VOLUMES =
      ordered(
          "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
          "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
          "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
          "flocker", "deprecated in v1.22, non-functional in v1.25+",
          "storageos", "deprecated in v1.22, non-functional in v1.25+",
          "quobyte", "deprecated in v1.22, non-functional in v1.25+",
          "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
          "cephfs", "deprecated in v1.28, non-functional in v1.31+",
          "rbd", "deprecated in v1.28, non-functional in v1.31+");

  private final String path;
  private final JsonNode annotations;
  private final JsonNode spec;
  private final List<String> found = new ArrayList<>();

  private PodWarnings(String path, JsonNode pod) {
    this.path = path.isEmpty() ? "" : path + ".";
    this.annotations = pod.path("metadata").path("annotations");
    this.spec = pod.path("spec");
  }

  private static Map<String, String> ordered(String... pairs) {
    var map = new LinkedHashMap<String, String>();
    for (var i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /// What to know of a pod, or of a template.
  ///
  /// @param path where it is; empty for a pod
  static List<String> of(String path, JsonNode pod) {
    var warnings = new PodWarnings(path, pod);
    warnings.placement();
    warnings.spread();
    warnings.annotations();
    warnings.volumes();
    warnings.twice("hostAliases", "ip");
    warnings.twice("imagePullSecrets", "name");
    warnings.namelessSecrets();
    warnings.amounts("spec.overhead", warnings.spec.path("overhead"));
    warnings.containers();
    warnings.found.addAll(PortWarnings.of(warnings.path + "spec", warnings.spec));
    warnings.grace();
    warnings.affinities();
    return warnings.found;
  }

  private void add(String field, String text) {
    found.add(path + field + ": " + text);
  }

  private void placement() {
    for (var label : spec.path("nodeSelector").properties()) {
      NodeLabels.deprecation(label.getKey())
          .ifPresent(text -> add("spec.nodeSelector[" + label.getKey() + "]", text));
    }
    var affinity = spec.path("affinity").path("nodeAffinity");
    var at = path + "spec.affinity.nodeAffinity.";
    found.addAll(
        NodeLabels.inTerms(
            at + REQUIRED + ".nodeSelectorTerms",
            affinity.path(REQUIRED).path("nodeSelectorTerms")));
    var preferred = affinity.path(PREFERRED);
    for (var i = 0; i < preferred.size(); i++) {
      found.addAll(
          NodeLabels.inTerm(
              "%s%s[%d].preference".formatted(at, PREFERRED, i),
              "matchExpressions",
              preferred.get(i).path("preference")));
    }
  }

  private void spread() {
    var spread = spec.path("topologySpreadConstraints");
    for (var i = 0; i < spread.size(); i++) {
      var at = "spec.topologySpreadConstraints[%d].".formatted(i);
      var label = spread.get(i).path("topologyKey").asText();
      NodeLabels.deprecation(label)
          .ifPresent(text -> add(at + "topologyKey", label + " is " + text));
      selector(at + "labelSelector", spread.get(i));
    }
  }

  private void selector(String field, JsonNode holder) {
    if (!holder.has("labelSelector")) {
      add(field, "a null labelSelector results in matching no pod");
    }
  }

  private void annotations() {
    ANNOTATIONS.forEach(this::annotation);
    if (!spec.path("securityContext").has("seccompProfile")) {
      annotation("seccomp.security.alpha.kubernetes.io/pod", SECCOMP);
    }
  }

  private void annotation(String key, String text) {
    if (annotations.has(key)) {
      add("metadata.annotations[" + key + "]", text);
    }
  }

  private void volumes() {
    var volumes = spec.path("volumes");
    for (var i = 0; i < volumes.size(); i++) {
      var at = path + "spec.volumes[" + i + "]";
      found.addAll(removedVolumes(at, volumes.get(i)));
      var template = volumes.get(i).path("ephemeral").path("volumeClaimTemplate");
      found.addAll(claim(at + ".ephemeral.volumeClaimTemplate.spec", template.path("spec")));
    }
  }

  /// What to know of the sources of a volume.
  static List<String> removedVolumes(String path, JsonNode volume) {
    return VOLUMES.entrySet().stream()
        .filter(source -> volume.has(source.getKey()))
        .map(source -> path + "." + name(source.getKey()) + ": " + source.getValue())
        .toList();
  }

  /// Kubernetes writes one of them otherwise than its own documents do.
  private static String name(String source) {
    return source.equals("storageos") ? "storageOS" : source;
  }

  /// What to know of a claim's wishes.
  static List<String> claim(String path, JsonNode spec) {
    var resources = spec.path("resources");
    return Stream.of("requests", "limits")
        .flatMap(field ->
            fractions(path + ".resources." + field, resources.path(field), "storage").stream())
        .toList();
  }

  private void twice(String list, String key) {
    var seen = new HashSet<String>();
    var items = spec.path(list);
    for (var i = 0; i < items.size(); i++) {
      var value = items.get(i).path(key).asText("");
      if (!seen.add(value)) {
        add("spec.%s[%d].%s".formatted(list, i, key), "duplicate %s \"%s\"".formatted(key, value));
      }
    }
  }

  private void namelessSecrets() {
    var secrets = spec.path("imagePullSecrets");
    for (var i = 0; i < secrets.size(); i++) {
      if (secrets.get(i).path("name").asText("").isEmpty()) {
        add("spec.imagePullSecrets[" + i + "].name", "invalid empty name \"\"");
      }
    }
  }

  private void amounts(String field, JsonNode amounts) {
    found.addAll(fractions(path + field, amounts, "memory"));
    found.addAll(fractions(path + field, amounts, "ephemeral-storage"));
  }

  /// What to know of an amount of bytes: there is no part of a byte.
  static List<String> fractions(String path, JsonNode amounts, String resource) {
    var amount = amounts.path(resource).asText("");
    if (amount.isEmpty() || Quantity.parse(amount).value().scale() <= 0) {
      return List.of();
    }
    return List.of(
        "%s[%s]: fractional byte value \"%s\" is invalid, must be an integer"
            .formatted(path, resource, amount));
  }

  private void containers() {
    for (var list : List.of("initContainers", "containers", "ephemeralContainers")) {
      var containers = spec.path(list);
      for (var i = 0; i < containers.size(); i++) {
        container("spec." + list + "[" + i + "]", containers.get(i));
      }
    }
  }

  private void container(String at, JsonNode container) {
    var name = container.path("name").asText();
    var context = container.path("securityContext");
    if (!context.has("seccompProfile")) {
      annotation("container.seccomp.security.alpha.kubernetes.io/" + name, SECCOMP);
    }
    if (!context.has("appArmorProfile") && !spec.path("securityContext").has("appArmorProfile")) {
      annotation("container.apparmor.security.beta.kubernetes.io/" + name, APP_ARMOR);
    }
    amounts(at + ".resources.limits", container.path("resources").path("limits"));
    amounts(at + ".resources.requests", container.path("resources").path("requests"));
    variables(at, container.path("env"));
  }

  /// A variable may be set again only to add to what it was.
  private void variables(String at, JsonNode variables) {
    var seen = new HashSet<String>();
    for (var i = 0; i < variables.size(); i++) {
      var variable = variables.get(i);
      var name = variable.path("name").asText();
      var reference = "$(" + name + ")";
      var value = variable.path("value").asText("");
      var adds = value.contains(reference) && !value.equals(reference);
      if (!seen.add(name) && (!adds || variable.has("valueFrom"))) {
        add(
            "%s.env[%d]".formatted(at, i),
            "hides previous definition of \"%s\", which may be dropped when using apply"
                .formatted(name));
      }
    }
  }

  private void grace() {
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      add(
          "spec.terminationGracePeriodSeconds",
          "must be >= 0; negative values are invalid and will be treated as 1");
    }
  }

  private void affinities() {
    for (var kind : List.of("podAffinity", "podAntiAffinity")) {
      var affinity = spec.path("affinity").path(kind);
      var at = "spec.affinity." + kind + ".";
      var required = affinity.path(REQUIRED);
      for (var i = 0; i < required.size(); i++) {
        selector("%s%s[%d].labelSelector".formatted(at, REQUIRED, i), required.get(i));
      }
      var preferred = affinity.path(PREFERRED);
      for (var i = 0; i < preferred.size(); i++) {
        selector(
            "%s%s[%d].podAffinityTerm.labelSelector".formatted(at, PREFERRED, i),
            preferred.get(i).path("podAffinityTerm"));
      }
    }
  }
}
