package timonier.apiserver.rules.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Subject;

/// Checks of the containers of one pod, which share its names, ports, volumes and end.
final class PodContainerChecks {

  private static final String ALWAYS = "Always";
  private static final List<String> RESIZED = List.of("cpu", "memory");
  private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.ofEntries(
        Map.entry("container names", _ -> Check.of(PodContainerChecks::names)),
        Map.entry("host ports", _ -> Check.of(PodContainerChecks::hostPorts)),
        Map.entry("ports on host network", _ -> Check.of(PodContainerChecks::portsOnHost)),
        Map.entry("init container", _ -> Check.of(PodContainerChecks::initContainer)),
        Map.entry("sleeping hooks", _ -> Check.of(PodContainerChecks::sleeps)),
        Map.entry("claims of containers", _ -> Check.of(PodContainerChecks::claims)),
        Map.entry("resize policies", _ -> Check.of(PodContainerChecks::resizePolicies)),
        Map.entry("unmasked proc", _ -> Check.of(PodContainerChecks::unmasked)),
        Map.entry("mounted volumes", _ -> Check.afterwards(PodContainerChecks::mountedVolumes)),
        Map.entry("images without space", _ -> Check.of(PodContainerChecks::images)),
        Map.entry("nothing ephemeral yet", _ -> Check.of(PodContainerChecks::nothingEphemeralYet)),
        Map.entry("nothing ephemeral", why -> Check.of(spec -> nothingEphemeral(spec, why))));
  }

  /// The containers of a pod's spec, of all three lists.
  private static List<Subject> all(Subject spec) {
    var all = new ArrayList<Subject>();
    for (var list : List.of("containers", "initContainers", "ephemeralContainers")) {
      all.addAll(spec.field(list).elements());
    }
    return all;
  }

  private static void names(Subject spec) {
    var seen = new HashSet<String>();
    for (var container : all(spec)) {
      var name = container.field("name");
      if (!name.isEmpty() && !seen.add(name.text())) {
        name.duplicate();
      }
    }
    spec.field("ephemeralContainers").elements().forEach(PodContainerChecks::rejectSubPaths);
    targets(spec);
  }

  /// An ephemeral container looks into one of the others.
  private static void targets(Subject spec) {
    var names = new HashSet<String>();
    spec.value().path("containers").forEach(other -> names.add(other.path("name").asText()));
    spec.value().path("initContainers").forEach(other -> names.add(other.path("name").asText()));
    for (var container : spec.field("ephemeralContainers").elements()) {
      var target = container.field("targetContainerName");
      if (!target.isEmpty() && !names.contains(target.text())) {
        target.notFound();
      }
    }
  }

  private static void rejectSubPaths(Subject container) {
    for (var mount : container.field("volumeMounts").elements()) {
      for (var name : List.of("subPath", "subPathExpr")) {
        if (!mount.field(name).isEmpty()) {
          var at = mount.field(name).path();
          mount.causes().forbidden(at, "cannot be set for an Ephemeral Container");
        }
      }
    }
  }

  /// Containers that run at the same time need ports of their own; of init containers only one
  /// runs.
  private static void hostPorts(Subject spec) {
    var taken = new HashSet<String>();
    spec.field("containers").elements().forEach(container -> hostPorts(container, taken));
    spec.field("initContainers")
        .elements()
        .forEach(container -> hostPorts(container, new HashSet<>()));
  }

  private static void hostPorts(Subject container, Set<String> taken) {
    for (var port : container.field("ports").elements()) {
      var number = port.field("hostPort");
      var place =
          "%s/%s/%d"
              .formatted(
                  port.field("protocol").text(),
                  port.field("hostIP").text(),
                  number.value().asInt());
      if (number.value().asInt() != 0 && !taken.add(place)) {
        port.causes().duplicate(number.path(), number.withText(place).value());
      }
    }
  }

  private static void portsOnHost(Subject spec) {
    if (!spec.value().path("hostNetwork").asBoolean()) {
      return;
    }
    for (var container : spec.field("containers").elements()) {
      for (var port : container.field("ports").elements()) {
        var host = port.field("hostPort");
        var number = host.value().asInt();
        if (number != 0 && number != port.value().path("containerPort").asInt()) {
          host.invalid("must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  /// An init container ends before the others begin, unless it always runs along with them.
  private static void initContainer(Subject container) {
    if (container.value().path("restartPolicy").asText().equals(ALWAYS)) {
      return;
    }
    for (var name : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.value().has(name)) {
        container
            .causes()
            .forbidden(
                container.field(name).path(),
                "may not be set for init containers without restartPolicy=Always");
      }
    }
  }

  /// No hook may sleep longer than the pod is given to end.
  private static void sleeps(Subject spec) {
    var grace = spec.value().path("terminationGracePeriodSeconds");
    for (var container : all(spec)) {
      for (var hook : List.of("postStart", "preStop")) {
        var sleep = container.field("lifecycle").field(hook).field("sleep");
        var seconds = sleep.value().path("seconds").asLong();
        var isTooLong = seconds < 0 || seconds > grace.asLong();
        if (sleep.value().isObject() && grace.isNumber() && isTooLong) {
          sleep
              .causes()
              .invalid(
                  sleep.path(),
                  sleep.field("seconds").shown(),
                  "must be non-negative and less than terminationGracePeriodSeconds (%d)"
                      .formatted(grace.asLong()));
        }
      }
    }
  }

  /// Containers use the claims that their pod has.
  private static void claims(Subject spec) {
    var names = new HashSet<String>();
    spec.value().path("resourceClaims").forEach(claim -> names.add(claim.path("name").asText()));
    for (var container : all(spec)) {
      for (var claim : container.field("resources").field("claims").elements()) {
        var name = claim.value().path("name");
        if (!name.asText("").isEmpty() && !names.contains(name.asText())) {
          claim.causes().notFound(claim.path(), name);
        }
      }
    }
  }

  private static void resizePolicies(Subject spec) {
    var isRestarted = !spec.value().path("restartPolicy").asText().equals("Never");
    for (var container : all(spec)) {
      var policies = container.field("resizePolicy");
      var seen = new HashSet<JsonNode>();
      for (var policy : policies.elements()) {
        if (!seen.add(policy.value().path("resourceName"))) {
          policy.causes().duplicate(policy.path(), policy.value().path("resourceName"));
        }
        resizePolicy(policies, policy, isRestarted);
      }
    }
  }

  private static void resizePolicy(Subject policies, Subject policy, boolean isRestarted) {
    supported(policies, policy.field("resourceName"), RESIZED);
    var restart = policy.field("restartPolicy");
    supported(policies, restart, RESIZE_POLICIES);
    if (!isRestarted && !restart.text().equals("NotRequired")) {
      var why = "must be 'NotRequired' when `restartPolicy` is 'Never'";
      policies.causes().invalid(policies.path(), restart.shown(), why);
    }
  }

  /// A fault of an element, which Kubernetes tells of the whole list.
  private static void supported(Subject list, Subject value, List<String> values) {
    if (value.isEmpty()) {
      list.required();
    } else if (!values.contains(value.text())) {
      list.causes().notSupported(list.path(), value.shown(), values);
    }
  }

  /// Who sees all of /proc must at least not be a user of the node.
  private static void unmasked(Subject spec) {
    if (!spec.value().path("hostUsers").asBoolean(true)) {
      return;
    }
    for (var container : all(spec)) {
      var mount = container.field("securityContext").field("procMount");
      if (mount.text().equals("Unmasked")) {
        mount.invalid("`hostUsers` must be false to use `Unmasked`");
      }
    }
  }

  /// A volume that is not valid is none that could be mounted.
  private static void mountedVolumes(Subject spec) {
    var volumes = new HashSet<String>();
    var devices = new HashSet<String>();
    for (var volume : spec.field("volumes").elements()) {
      if (!volume.causes().areAt(volume.path())) {
        var name = volume.field("name").text();
        volumes.add(name);
        if (volume.value().has("persistentVolumeClaim") || volume.value().has("ephemeral")) {
          devices.add(name);
        }
      }
    }
    for (var container : all(spec)) {
      for (var mount : container.field("volumeMounts").elements()) {
        MountChecks.volume(mount.field("name"), volumes);
      }
      for (var device : container.field("volumeDevices").elements()) {
        MountChecks.device(device.field("name"), volumes, devices);
      }
    }
  }

  /// In a template, an image may be a word that somebody else replaces; in a pod it may not.
  private static void images(Subject spec) {
    for (var container : all(spec)) {
      var image = container.field("image");
      if (!image.text().equals(image.text().strip())) {
        image.invalid("must not have leading or trailing whitespace");
      }
    }
  }

  /// Ephemeral containers come to a pod that runs.
  private static void nothingEphemeralYet(Subject spec) {
    if (!spec.isUpdate()) {
      nothingEphemeral(spec, "cannot be set on create");
    }
  }

  private static void nothingEphemeral(Subject spec, String why) {
    var containers = spec.field("ephemeralContainers");
    if (!containers.isEmpty()) {
      containers.causes().forbidden(containers.path(), why);
    }
  }

  private PodContainerChecks() {}
}
