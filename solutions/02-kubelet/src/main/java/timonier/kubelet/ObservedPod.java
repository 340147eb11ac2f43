package timonier.kubelet;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import timonier.kubelet.containers.LastWords;
import timonier.pods.Pod;
import timonier.pods.objects.JsonFormat;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.ContainerRuntime.State;

/// What the runtime has of one pod.
///
/// @param sandboxes the pod's sandboxes, the newest first
/// @param containers the containers in them, the newest first
/// @param words what ended containers left as their last message, by id
record ObservedPod(
    List<Sandbox> sandboxes, List<ContainerRecord> containers, Map<String, String> words) {

  /// Asks the runtime about a pod.
  ///
  /// @param known messages that were read before
  static ObservedPod of(Kubelet.Ports ports, String uid, Map<String, String> known) {
    var runtime = ports.runtime();
    var sandboxes =
        runtime.sandboxes().stream()
            .filter(sandbox -> sandbox.config().uid().equals(uid))
            .sorted(
                Comparator.<Sandbox>comparingInt(sandbox -> sandbox.config().attempt()).reversed())
            .toList();
    var ids = sandboxes.stream().map(Sandbox::id).toList();
    var containers =
        runtime.containers().stream()
            .filter(container -> ids.contains(container.sandboxId()))
            .sorted(
                Comparator.<ContainerRecord>comparingInt(container -> container.config().attempt())
                    .reversed())
            .toList();
    var words = new LastWords(runtime, ports.messages()).of(uid, containers, known);
    return new ObservedPod(sandboxes, containers, words);
  }

  /// The sandbox that runs.
  Optional<Sandbox> sandbox() {
    return sandboxes.stream().findFirst().filter(Sandbox::running);
  }

  /// The newest container of a name.
  Optional<ContainerRecord> newest(String name) {
    return named(name).stream().findFirst();
  }

  /// The containers of a name, the newest first.
  List<ContainerRecord> named(String name) {
    return containers.stream().filter(container -> container.config().name().equals(name)).toList();
  }

  /// The containers that run.
  List<ContainerRecord> running() {
    return containers.stream().filter(container -> container.state() == State.RUNNING).toList();
  }

  /// The pod, where nothing else is known of it: one that asks for nothing, under the name that its
  /// sandbox remembers.
  Pod orphan(String uid) {
    var metadata = JsonFormat.mapper().createObjectNode().put("uid", uid);
    sandboxes.stream()
        .findFirst()
        .map(Sandbox::config)
        .ifPresent(
            config -> metadata.put("namespace", config.namespace()).put("name", config.name()));
    var pod = JsonFormat.mapper().createObjectNode();
    pod.set("metadata", metadata);
    pod.putObject("spec").put("restartPolicy", "Never");
    return JsonFormat.read(pod, Pod.class);
  }

  /// Whether the runtime has anything of the pod.
  boolean isEmpty() {
    return sandboxes.isEmpty();
  }
}
