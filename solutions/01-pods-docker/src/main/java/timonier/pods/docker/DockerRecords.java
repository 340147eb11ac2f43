package timonier.pods.docker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.runtime.Limits;
import timonier.pods.runtime.Privileges;
import timonier.pods.runtime.RuntimeFailure;

/// Records sandboxes and containers on a Docker Engine, and reads them again. Their configuration
/// is in a label, as JSON; their state is the engine's.
public final class DockerRecords {

  /// The label that names the cluster of a container or network.
  public static final String CLUSTER = "timonier.cluster";

  /// The label of an image that was made on this machine: no registry has it.
  public static final String LOCAL = "timonier.local";

  /// The label that names the node of a container.
  static final String NODE = "timonier.node";

  /// The label that names the sandbox of a container; sandboxes have none.
  static final String SANDBOX = "timonier.sandbox";

  private static final String CONFIG = "timonier.config";
  private static final Limits NO_LIMITS = new Limits(0, 0, 0);

  /// The blueprint of a sandbox: a container that waits, and shares its network and memory.
  static Blueprint sandbox(
      DockerRuntime.Place place, Sandbox.Config config, String name, String image) {
    var none =
        new ContainerConfig(
            "POD", 0, image, List.of(), List.of(), "", Map.of(), List.of(), Map.of());
    var sharing =
        config.hostNetwork()
            ? new Blueprint.Sharing("host", "shareable", "", "")
            : new Blueprint.Sharing(place.network(), "shareable", config.hostname(), "");
    return blueprint(name, none, labels(place, config, "POD", config), sharing);
  }

  /// The blueprint of a container in a sandbox.
  static Blueprint container(
      DockerRuntime.Place place, Sandbox sandbox, ContainerConfig config, String name) {
    var labels = labels(place, sandbox.config(), config.name(), config);
    labels.put(SANDBOX, sandbox.id());
    var other = of(sandbox.id());
    return blueprint(
        name, config, labels, new Blueprint.Sharing(other, other, "", pids(sandbox, config)));
  }

  private static String pids(Sandbox sandbox, ContainerConfig config) {
    return switch (sandbox.config().processes()) {
      case CONTAINER -> config.target().map(DockerRecords::of).orElse("");
      case POD -> of(sandbox.id());
      case NODE -> "host";
    };
  }

  /// The engine's word for a namespace of another container.
  private static String of(String container) {
    return "container:" + container;
  }

  private static Blueprint.Security security(Privileges wanted) {
    var user = wanted.user().map(Object::toString).orElse("");
    return new Blueprint.Security(
        wanted.group().map(group -> (user.isEmpty() ? "0" : user) + ":" + group).orElse(user),
        wanted.groups().stream().map(Object::toString).toList(),
        wanted.privileged(),
        wanted.added(),
        wanted.dropped(),
        wanted.readOnlyRoot(),
        wanted.canGainPrivileges());
  }

  private static Blueprint blueprint(
      String name, ContainerConfig config, Map<String, String> labels, Blueprint.Sharing sharing) {
    var limits = config.limits().orElse(NO_LIMITS);
    return new Blueprint(
        name,
        config.image(),
        config.command(),
        config.args(),
        config.workingDir(),
        config.env(),
        labels,
        config.mounts().stream().map(DockerRecords::bind).toList(),
        sharing,
        new Blueprint.Terminal(config.stdin(), config.stdinOnce(), config.tty()),
        limits(limits),
        security(config.security().orElse(Privileges.USUAL)));
  }

  static Blueprint.Limits limits(Limits limits) {
    return new Blueprint.Limits(
        limits.requestedMilliCpu(), limits.milliCpu(), limits.memoryBytes());
  }

  /// What was asked for, with the limits that it has today.
  private static ContainerConfig today(Details found) {
    var config = config(found, ContainerConfig.class);
    var has = found.limits();
    var limits = new Limits(has.requestedMilliCpu(), has.milliCpu(), has.memoryBytes());
    return limits.equals(config.limits().orElse(NO_LIMITS)) ? config : limits.of(config);
  }

  private static Blueprint.Bind bind(Mount mount) {
    return new Blueprint.Bind(mount.hostPath(), mount.containerPath(), mount.readOnly());
  }

  /// Our own labels, and for people those that Kubernetes' own runtimes set.
  private static Map<String, String> labels(
      DockerRuntime.Place place, Sandbox.Config pod, String container, Object config) {
    var labels = new TreeMap<>(place.labels());
    labels.put(CONFIG, new String(JsonFormat.bytes(config), StandardCharsets.UTF_8));
    labels.put("io.kubernetes.container.name", container);
    labels.put("io.kubernetes.pod.name", pod.name());
    labels.put("io.kubernetes.pod.namespace", pod.namespace());
    labels.put("io.kubernetes.pod.uid", pod.uid());
    return labels;
  }

  private static <T> T config(Details found, Class<T> type) {
    var config = found.labels().getOrDefault(CONFIG, "{}");
    return JsonFormat.read(config.getBytes(StandardCharsets.UTF_8), type);
  }

  /// Reads the state of a sandbox.
  static Sandbox sandbox(Details found) {
    var config = config(found, Sandbox.Config.class);
    var address = config.hostNetwork() ? "127.0.0.1" : found.address();
    var running = isRunning(found);
    return new Sandbox(found.id(), config, running, running ? address : "", found.createdAt());
  }

  static boolean isRunning(Details found) {
    return switch (found.state()) {
      case "running", "paused", "restarting" -> true;
      default -> false;
    };
  }

  /// Reads the state of a container.
  static ContainerRecord container(Details found) {
    var state = state(found);
    var ended = state == State.EXITED;
    var code = isUnstartable(found) ? RuntimeFailure.NOT_STARTED : found.exitCode();
    return new ContainerRecord(
        found.id(),
        found.labels().getOrDefault(SANDBOX, ""),
        today(found),
        found.imageId(),
        state,
        found.pid(),
        found.createdAt(),
        found.startedAt(),
        ended ? found.finishedAt().or(() -> Optional.of(found.createdAt())) : Optional.empty(),
        ended ? code : 0,
        ended ? reason(found) : "",
        found.error());
  }

  private static State state(Details found) {
    if (found.state().equals("created") && !isUnstartable(found)) {
      return State.CREATED;
    }
    return isRunning(found) ? State.RUNNING : State.EXITED;
  }

  /// Whether it never ran because its program cannot be started. The engine still calls such a
  /// container created.
  static boolean isUnstartable(Details found) {
    return found.startedAt().isEmpty() && !found.error().isEmpty();
  }

  private static String reason(Details found) {
    if (isUnstartable(found)) {
      return RuntimeFailure.START_ERROR;
    }
    if (found.outOfMemory()) {
      return "OOMKilled";
    }
    return found.exitCode() == 0 ? "Completed" : "Error";
  }

  private DockerRecords() {}
}
