package timonier.apiserver.rules.pods;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Checks;
import timonier.apiserver.rules.Subject;

/// Checks of the volumes that a container sees, as folders or as devices.
final class MountChecks {

  private static final List<String> PROPAGATIONS =
      List.of("Bidirectional", "HostToContainer", "None");
  private static final List<String> RECURSIVE = List.of("Disabled", "Enabled", "IfPossible");

  /// A path of Windows, whose first colon follows the letter of a drive.
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[^:]*");

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "mounts", _ -> Check.of(MountChecks::mounts),
        "devices", _ -> Check.of(MountChecks::devices),
        "mount path", _ -> Check.of(MountChecks::mountPath));
  }

  private static void mounts(Subject container) {
    var places = new HashSet<String>();
    var devices = values(container, "volumeDevices", "name");
    var devicePaths = values(container, "volumeDevices", "devicePath");
    var mounts = container.field("volumeMounts");
    for (var mount : mounts.elements()) {
      var path = mount.field("mountPath");
      if (!path.isEmpty() && !places.add(path.text())) {
        path.invalid("must be unique");
      }
      absent(mount.field("name"), devices, "must not already exist in volumeDevices");
      absent(path, devicePaths, "must not already exist as a path in volumeDevices");
      subPaths(mounts, mount);
      propagation(mounts, mount, container);
      recursive(mounts, mount);
    }
  }

  private static Set<String> values(Subject container, String list, String field) {
    var values = new HashSet<String>();
    container.value().path(list).forEach(element -> values.add(element.path(field).asText()));
    return values;
  }

  private static void absent(Subject value, Set<String> taken, String why) {
    if (!value.isEmpty() && taken.contains(value.text())) {
      value.invalid(why);
    }
  }

  private static void mountPath(Subject path) {
    if (path.text().contains(":") && !DRIVE.matcher(path.text()).matches()) {
      path.invalid("must not contain ':'");
    }
  }

  /// Tells of the list what is wrong with a field of its elements, as Kubernetes does.
  private static void subPaths(Subject mounts, Subject mount) {
    for (var name : List.of("subPath", "subPathExpr")) {
      Checks.relativePath(mount.field(name).at(mounts.field(name).path()));
    }
    if (!mount.field("subPath").isEmpty() && !mount.field("subPathExpr").isEmpty()) {
      mount.field("subPathExpr").invalid("subPathExpr and subPath are mutually exclusive");
    }
  }

  private static boolean isClimbing(Subject path) {
    return List.of(path.text().split("/")).contains("..");
  }

  /// What a privileged container mounts, its node may see.
  private static void propagation(Subject mounts, Subject mount, Subject container) {
    var propagation = mount.field("mountPropagation");
    if (propagation.value().isMissingNode()) {
      return;
    }
    var at = mounts.field("mountPropagation").path();
    if (!PROPAGATIONS.contains(propagation.text())) {
      mounts.causes().notSupported(at, propagation.shown(), PROPAGATIONS);
    }
    if (propagation.text().equals("Bidirectional")
        && !container.value().path("securityContext").path("privileged").asBoolean()) {
      mounts
          .causes()
          .forbidden(
              at, "Bidirectional mount propagation is available only to privileged containers");
    }
  }

  private static void recursive(Subject mounts, Subject mount) {
    var recursive = mount.field("recursiveReadOnly");
    if (recursive.value().isMissingNode() || recursive.text().equals("Disabled")) {
      return;
    }
    var at = mounts.field("recursiveReadOnly").path();
    if (!RECURSIVE.contains(recursive.text())) {
      mounts.causes().notSupported(at, recursive.shown(), RECURSIVE);
      return;
    }
    if (!mount.value().path("readOnly").asBoolean()) {
      mounts.causes().forbidden(at, "may only be specified when readOnly is true");
    }
    if (!mount.value().path("mountPropagation").asText("None").equals("None")) {
      mounts
          .causes()
          .forbidden(at, "may only be specified when mountPropagation is None or not specified");
    }
  }

  private static void devices(Subject container) {
    var names = new HashSet<String>();
    var paths = new HashSet<String>();
    var mounts = values(container, "volumeMounts", "name");
    var mountPaths = values(container, "volumeMounts", "mountPath");
    for (var device : container.field("volumeDevices").elements()) {
      var name = device.field("name");
      absent(name, mounts, "must not already exist in volumeMounts");
      if (!name.isEmpty() && !names.add(name.text())) {
        name.invalid("must be unique");
      }
      var path = device.field("devicePath");
      absent(path, mountPaths, "must not already exist as a path in volumeMounts");
      if (isClimbing(path)) {
        path.invalid("can not contain backsteps ('..')");
      } else if (!path.isEmpty() && !paths.add(path.text())) {
        path.invalid("must be unique");
      }
    }
  }

  /// What is mounted must be one of the pod's volumes.
  static void volume(Subject name, Set<String> volumes) {
    if (!volumes.contains(name.text())) {
      name.causes().notFound(name.path(), ContainerChecks.stated(name));
    }
  }

  /// What is a device must be a volume that can be one.
  static void device(Subject name, Set<String> volumes, Set<String> devices) {
    volume(name, volumes);
    if (volumes.contains(name.text()) && !devices.contains(name.text())) {
      name.invalid(
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
  }

  private MountChecks() {}
}
