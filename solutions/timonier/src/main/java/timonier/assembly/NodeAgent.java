package timonier.assembly;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import timonier.client.ApiEventSink;
import timonier.client.ApiPodSource;
import timonier.client.ApiPodStatusSink;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.NodeRegistration;
import timonier.client.Settings;
import timonier.kit.loop.Loops;
import timonier.kubelet.Kubelet;
import timonier.kubelet.http.NodeStats;
import timonier.kubelet.node.Machine;
import timonier.kubelet.node.NodeStatuses.Knowledge;
import timonier.kubelet.node.NodeUsage;
import timonier.kubelet.ports.EnvironmentSource;
import timonier.kubelet.ports.VolumeSource;
import timonier.kubelet.sources.LocalVolumes;
import timonier.pods.Pod;
import timonier.pods.objects.Part;
import timonier.pods.runtime.ContainerRuntime;

/// The components that each node has: kubelet, registration, proxy.
final class NodeAgent {

  private static final int MAX_PODS = 110;

  private final Loops loops;
  private final Client client;
  private final ContainerRuntime runtime;
  private final NodePlan node;
  private final Kubelet kubelet;

  /// How to make a node.
  ///
  /// @param name its name
  /// @param address its address
  /// @param port of its kubelet's server
  /// @param home its folder
  /// @param heartbeat the time between two heartbeats
  record NodePlan(String name, String address, int port, Path home, Duration heartbeat) {}

  /// Starts them.
  NodeAgent(Loops loops, Client client, ContainerRuntime runtime, NodePlan node) {
    this.loops = loops;
    this.client = client;
    this.runtime = runtime;
    this.node = node;
    var loop = loops.loop("kubelet");
    var parts = Assembly.parts(Assembly.LAST, "10.96.0.0/16");
    this.kubelet =
        new Kubelet(loop, new Kubelet.Settings(node.name(), node.address()), ports(runtime, parts));
    kubelet.start();
    var _ =
        new NodeRegistration(
            loops.loop("registration"), client, knowledge(runtime), node.heartbeat());
    startComponents(parts);
  }

  private Kubelet.Ports ports(ContainerRuntime runtime, List<Part> parts) {
    var volumes = new ArrayList<>(Part.extensions(parts, VolumeSource.class));
    var local = new LocalVolumes(node.home().resolve("volumes"));
    volumes.add(local);
    return new Kubelet.Ports(
        runtime,
        List.of(new ApiPodSource(loops.loop("pod-source"), client, node.name())),
        new ApiPodStatusSink(client),
        new ApiEventSink(loops.loop("events"), client, node.name()),
        Part.extensions(parts, EnvironmentSource.class),
        volumes,
        local);
  }

  private Knowledge knowledge(ContainerRuntime runtime) {
    var identity = UUID.nameUUIDFromBytes(node.name().getBytes(StandardCharsets.UTF_8));
    return new Knowledge(
        node.name(),
        node.address(),
        node.port(),
        Machine.here(),
        this::usage,
        MAX_PODS,
        identity.toString(),
        runtime.name() + "://" + runtime.version(),
        Assembly.RELEASE);
  }

  private void startComponents(List<Part> parts) {
    var settings = new Settings(Duration.ofSeconds(40), node.name(), node.address(), "");
    Part.extensions(parts, ComponentFactory.class).stream()
        .filter(factory -> factory.scope() == ComponentFactory.Scope.NODE)
        .forEach(factory ->
            factory.start(new ComponentContext(loops.loop(factory.name()), client, settings)));
  }

  private NodeUsage usage() {
    return NodeUsage.of(Machine.here(), node.home());
  }

  /// The usage that its read-only port reports.
  NodeStats stats() {
    return new NodeStats(node.name(), runtime, this::usage, loops.loop("stats"));
  }

  List<Pod> pods() {
    return kubelet.pods();
  }
}
