package timonier.kubelet;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.containers.HostsFile;
import timonier.kubelet.containers.TerminationMessages;
import timonier.pods.Container;
import timonier.pods.Pod;
import timonier.pods.Volume;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.RuntimeFailure;

/// What a container sees of its node: the volumes that it mounts, its hosts file, and the file for
/// its last message. Listing them provides them, which may block.
///
/// @param ports where volumes and messages come from
/// @param pod the pod
/// @param create the container that is about to be made
/// @param environment what `$(NAME)` stands for
record ContainerMounts(
    Kubelet.Ports ports, Pod pod, Action.Create create, Environment environment) {

  /// All of them, in the order of the container's spec.
  ///
  /// @throws RuntimeFailure with reason `CreateContainerConfigError` or `FailedMount` if one cannot
  ///   be had
  List<Mount> list() {
    var volumes = create.container().volumeMounts().stream().map(this::mount);
    return Stream.of(volumes, hosts().stream(), message().stream()).flatMap(all -> all).toList();
  }

  private Optional<Mount> message() {
    var container = create.container();
    var run = new TerminationMessages.Run(pod.metadata().uid(), container.name(), create.attempt());
    return Optional.of(container.terminationMessagePath())
        .filter(path -> !path.isEmpty())
        .flatMap(path -> ports.messages().file(run).map(file -> new Mount(file, path, false)));
  }

  /// A pod that adds no name and is on the node's own network sees the node's file anyway.
  private Optional<Mount> hosts() {
    var spec = pod.spec();
    var hasOwn =
        create.container().volumeMounts().stream()
            .anyMatch(mount -> mount.mountPath().equals(HostsFile.PATH));
    if (hasOwn
        || !ports.runtime().separatesFiles()
        || spec.hostNetwork() && spec.hostAliases().isEmpty()) {
      return Optional.empty();
    }
    var text =
        spec.hostNetwork()
            ? HostsFile.ofNode(pod, HostsFile.node())
            : HostsFile.of(pod, create.sandbox().address());
    return ports.volumes().stream()
        .flatMap(source -> source.file(pod, "hosts", text).stream())
        .findFirst()
        .map(file -> new Mount(file, HostsFile.PATH, false));
  }

  private Mount mount(Container.VolumeMount mount) {
    var volume =
        pod.spec().volumes().stream()
            .filter(candidate -> candidate.name().equals(mount.name()))
            .findFirst()
            .orElseThrow(() -> unmountable(mount.name(), "the pod has no such volume"));
    return new Mount(shown(volume, subPath(mount)), mount.mountPath(), mount.readOnly());
  }

  /// The part of its volume that a mount shows. Kubernetes has the same rules, so that no volume
  /// leads out of itself.
  private String subPath(Container.VolumeMount mount) {
    var isExpression = !mount.subPathExpr().isEmpty();
    var field = isExpression ? "subPathExpr" : "subPath";
    var path = isExpression ? expanded(mount) : mount.subPath();
    if (path.startsWith("/")) {
      throw unmountable(mount.name(), field + " \"" + path + "\" must be a relative path");
    }
    if (List.of(path.split("/", -1)).contains("..")) {
      throw unmountable(mount.name(), field + " \"" + path + "\" must not contain '..'");
    }
    return path;
  }

  private String expanded(Container.VolumeMount mount) {
    var unknown = environment.unknownIn(mount.subPathExpr());
    if (unknown.isPresent()) {
      throw new RuntimeFailure(
          "CreateContainerConfigError",
          "failed to expand subPathExpr for volumeMount \"%s\": missing value for \"%s\""
              .formatted(mount.name(), unknown.get()));
    }
    return environment.expand(mount.subPathExpr());
  }

  private String shown(Volume volume, String subPath) {
    return ports.volumes().stream()
        .flatMap(source ->
            source.mount(pod, volume).stream()
                .map(folder -> subPath.isEmpty() ? folder : source.part(folder, subPath)))
        .findFirst()
        .orElseThrow(() -> unmountable(volume.name(), "this node has no volumes of that kind"));
  }

  private static RuntimeFailure unmountable(String volume, String why) {
    return new RuntimeFailure(
        "CreateContainerConfigError",
        "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volume, why));
  }
}
