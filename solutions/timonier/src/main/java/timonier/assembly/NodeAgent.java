package timonier.assembly;

import java.nio.file.Path;
import java.time.Duration;
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
import timonier.kubelet.EnvironmentSource;
import timonier.kubelet.Kubelet;
import timonier.kubelet.LocalVolumes;
import timonier.kubelet.Machine;
import timonier.kubelet.NodeStatuses.Knowledge;
import timonier.kubelet.VolumeSource;
import timonier.pods.ContainerRuntime;
import timonier.pods.Part;
import timonier.pods.Pod;

/// The components that each node has: kubelet, registration, proxy.
final class NodeAgent {

  private static final int MAX_PODS = 110;

  private final Kubelet kubelet;

  /// Starts them.
  ///
  /// @param port where the kubelet gives out logs
  /// @param home the node's folder
  /// @param heartbeat how often the node gives a sign of life
  NodeAgent(
      Loops loops,
      Client client,
      ContainerRuntime runtime,
      String name,
      String address,
      int port,
      Path home,
      Duration heartbeat) {
    var known =
        new Knowledge(
            name,
            address,
            port,
            Machine.here(),
            MAX_PODS,
            UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString(),
            runtime.name() + "://" + runtime.version(),
            Assembly.RELEASE);
    var loop = loops.loop("kubelet");
    var parts = Assembly.parts(Assembly.LAST, loop, "10.96.0.0/16");
    var volumes = new java.util.ArrayList<>(Part.extensions(parts, VolumeSource.class));
    volumes.add(new LocalVolumes(home.resolve("volumes")));
    this.kubelet =
        new Kubelet(
            loop,
            new Kubelet.Settings(name, address),
            new Kubelet.Ports(
                runtime,
                List.of(new ApiPodSource(loops.loop("pod-source"), client, name)),
                new ApiPodStatusSink(client),
                new ApiEventSink(loops.loop("events"), client, name),
                Part.extensions(parts, EnvironmentSource.class),
                volumes));
    kubelet.start();
    var _ = new NodeRegistration(loops.loop("registration"), client, known, heartbeat);
    var settings = new Settings(Duration.ofSeconds(40), name, address, "");
    Part.extensions(parts, ComponentFactory.class).stream()
        .filter(factory -> factory.scope() == ComponentFactory.Scope.NODE)
        .forEach(factory ->
            factory.start(new ComponentContext(loops.loop(factory.name()), client, settings)));
  }

  List<Pod> pods() {
    return kubelet.pods();
  }
}
