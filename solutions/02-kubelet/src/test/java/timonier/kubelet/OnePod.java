package timonier.kubelet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import timonier.kit.sim.Simulation;
import timonier.pods.ContainerStatus;
import timonier.pods.Pod;
import timonier.pods.runtime.ContainerRuntime.ContainerConfig;
import timonier.pods.runtime.ContainerRuntime.ContainerRecord;
import timonier.pods.runtime.ContainerRuntime.State;
import timonier.pods.simulated.SimulatedProgram;

/// A node that is asked for one pod, `web`, whose images say how their programs behave.
final class OnePod {

  final SimulatedNode node = new SimulatedNode(new Simulation(1), OnePod::program);

  private static SimulatedProgram program(ContainerConfig config) {
    return switch (config.image()) {
      case "crasher" ->
          new SimulatedProgram(Optional.of(Duration.ofSeconds(1)), 1, Duration.ZERO, Duration.ZERO);
      case "job" ->
          new SimulatedProgram(Optional.of(Duration.ofSeconds(5)), 0, Duration.ZERO, Duration.ZERO);
      case "talker" ->
          new SimulatedProgram(
              Optional.of(Duration.ofSeconds(5)),
              Integer.parseInt(config.env().get("CODE")),
              Duration.ZERO,
              Duration.ZERO,
              IntStream.range(0, 200).mapToObj(i -> "line " + i).toList());
      case "slow" ->
          new SimulatedProgram(Optional.empty(), 0, Duration.ofSeconds(20), Duration.ofSeconds(3));
      case "deaf" ->
          new SimulatedProgram(Optional.empty(), 0, Duration.ofDays(1), Duration.ofDays(1));
      case "usual" -> SimulatedProgram.usual(config);
      case "unstartable" -> SimulatedProgram.unstartable("no such program");
      default -> SimulatedProgram.forever();
    };
  }

  /// The pod.
  ///
  /// @param containers the members of its `spec` that list containers, with `'` in place of `"`
  /// @param policy when its containers start again
  static Pod pod(String containers, String policy) {
    return Pods.of(
        """
        {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'uid', 'generation': 1},
         'spec': {'nodeName': 'node', 'restartPolicy': '%s', 'terminationGracePeriodSeconds': 10,
          %s}}
        """
            .formatted(policy, containers));
  }

  /// One container.
  ///
  /// @param more further members, each after a comma
  static String one(String image, String more) {
    return "'containers': [{'name': 'main', 'image': '%s' %s}]".formatted(image, more);
  }

  /// Starts the kubelet, asks for a pod, and lets time pass.
  void run(Pod pod, Duration time) {
    node.start();
    node.want(pod);
    node.simulation.runFor(time);
  }

  /// The status of the first container.
  ContainerStatus container() {
    return node.pod("uid").status().orElseThrow().containerStatuses().getFirst();
  }

  List<ContainerRecord> running() {
    return node.host.containers().stream()
        .filter(record -> record.state() == State.RUNNING)
        .toList();
  }

  /// The names of the containers that run.
  List<String> names() {
    return running().stream().map(record -> record.config().name()).toList();
  }
}
