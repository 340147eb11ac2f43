package timonier.apiserver.rules.pods;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// The fields that a container may read of its own pod (the downward API), in variables and in
/// files.
final class DownwardFields {

  /// All fields of a pod that have a path, wherever they may be used.
  private static final Set<String> KNOWN =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.host",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.schedulerName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.phase",
          "status.podIP",
          "status.podIPs");

  private static final List<String> IN_VOLUMES =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  /// An entry of a map, as in `metadata.labels['app']`.
  private static final Pattern ENTRY = Pattern.compile("(?s)([^\\[]*+)\\['(.*)']");

  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final Pattern HUGE_PAGES = Pattern.compile("(limits|requests)\\.hugepages-.*");

  private static final List<String> PROCESSOR_UNITS = List.of("1m", "1");
  private static final List<String> BYTE_UNITS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  /// A field of the pod, for a file.
  static void volume(Subject reference) {
    field(reference, IN_VOLUMES);
  }

  /// A field of the pod.
  ///
  /// @param allowed the paths that may be used here; labels and annotations may be had one by one
  static void field(Subject reference, Collection<String> allowed) {
    var path = reference.field("fieldPath");
    var version = reference.field("apiVersion");
    if (version.isEmpty()) {
      version.required();
    } else if (path.isEmpty()) {
      path.required();
    } else if (!version.text().equals("v1")) {
      path.invalid("error converting fieldPath: unsupported pod version: " + version.text());
    } else {
      path(reference, path, allowed);
    }
  }

  private static void path(Subject reference, Subject path, Collection<String> allowed) {
    if (allowed.contains(path.text())) {
      return;
    }
    var entry = ENTRY.matcher(path.text());
    if (entry.matches()) {
      entry(reference, path, entry.group(1), entry.group(2));
    } else if (!KNOWN.contains(path.text())) {
      path.invalid("error converting fieldPath: field label not supported: " + path.text());
    } else {
      path.notSupported(allowed);
    }
  }

  /// A fault of a key is reported for the whole reference.
  private static void entry(Subject reference, Subject path, String map, String key) {
    var causes = reference.causes();
    switch (map) {
      case "metadata.annotations" ->
          Names.qualified(causes, reference.path(), key, key.toLowerCase(Locale.ROOT));
      case "metadata.labels" -> Names.qualified(causes, reference.path(), key, key);
      default ->
          path.invalid(
              "error converting fieldPath: field label does not support subscript: " + map);
    }
  }

  /// What a container may use, for a file: which container has to be said.
  static void resourceInVolume(Subject reference) {
    if (reference.field("containerName").isEmpty()) {
      reference.field("containerName").required();
    } else {
      resource(reference);
    }
  }

  /// What a container asks for, or may have, in some unit.
  static void resource(Subject reference) {
    var resource = reference.field("resource");
    var name = resource.text();
    var isHugePages = HUGE_PAGES.matcher(name).matches();
    if (resource.isEmpty()) {
      resource.required();
    } else if (!RESOURCES.contains(name) && !isHugePages) {
      resource.notSupported(RESOURCES);
    } else if (name.endsWith(".cpu")) {
      unit(reference, PROCESSOR_UNITS, "values 1m and 1 are supported with the cpu");
    } else if (name.endsWith(".memory")) {
      unit(reference, BYTE_UNITS, bytes("memory"));
    } else if (isHugePages) {
      unit(reference, BYTE_UNITS, bytes("hugepages"));
    } else {
      unit(reference, BYTE_UNITS, bytes("local ephemeral storage"));
    }
  }

  private static String bytes(String resource) {
    return "values %s are supported with the %s".formatted(String.join(", ", BYTE_UNITS), resource);
  }

  private static void unit(Subject reference, List<String> units, String which) {
    var divisor = reference.field("divisor");
    var unit = divisor.quantity().toString();
    if (!unit.equals("0") && !units.contains(unit)) {
      var name = reference.field("resource").value();
      divisor.causes().invalid(divisor.path(), name, "only divisor's %s resource".formatted(which));
    }
  }

  private DownwardFields() {}
}
