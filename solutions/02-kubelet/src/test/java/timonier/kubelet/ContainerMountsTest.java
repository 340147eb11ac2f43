package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.kit.sim.Simulation;
import timonier.kubelet.PodPlan.Action;
import timonier.kubelet.ports.EnvironmentSource;
import timonier.kubelet.ports.VolumeSource;
import timonier.pods.Pod;
import timonier.pods.Volume;
import timonier.pods.runtime.ContainerRuntime.Mount;
import timonier.pods.runtime.ContainerRuntime.Sandbox;
import timonier.pods.runtime.PidScope;
import timonier.pods.runtime.RuntimeFailure;
import timonier.pods.simulated.SimulatedProgram;
import timonier.pods.simulated.SimulatedRuntime;

class ContainerMountsTest {

  @TempDir private Path folder = Path.of("");
  private final Simulation simulation = new Simulation(1);
  private final SimulatedNode node = new SimulatedNode(simulation, _ -> SimulatedProgram.forever());
  private final SimulatedRuntime runtime =
      new SimulatedRuntime(simulation.loop("node"), node.host, SimulatedRuntime.Faults.none());

  @AfterEach
  void close() {
    simulation.close();
  }

  private static Pod pod(String spec, String container) {
    return Pods.of(
        """
        {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'uid'},
         'spec': {'volumes': [{'name': 'v', 'emptyDir': {}}] %s,
          'containers': [{'name': 'main', 'image': 'web',
            'env': [{'name': 'WHO', 'value': 'ann'}, {'name': 'UP', 'value': '../ann'}] %s}]}}
        """
            .formatted(spec, container));
  }

  /// A folder for each volume, and files next to them.
  private record Folders(Path home) implements VolumeSource {

    @Override
    public Optional<String> mount(Pod pod, Volume volume) {
      return Optional.of(home.resolve(pod.metadata().uid()).resolve(volume.name()).toString());
    }

    @Override
    public Optional<String> file(Pod pod, String name, String text) {
      try {
        var folder = Files.createDirectories(home.resolve(pod.metadata().uid()));
        return Optional.of(Files.writeString(folder.resolve(name), text).toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unmount(String uid) {}
  }

  private List<Mount> mounts(Pod pod) {
    var ports =
        new Kubelet.Ports(runtime, List.of(), node, node, List.of(), List.of(new Folders(folder)));
    var container = pod.spec().containers().getFirst();
    var config =
        new Sandbox.Config("default", "web", "uid", 0, "web", false, Map.of(), PidScope.CONTAINER);
    var sandbox = new Sandbox("sandbox", config, true, "10.244.0.7", Instant.EPOCH);
    var environment =
        Environment.of(
            List.of(), new EnvironmentSource.Place(pod, container, sandbox.address(), "127.1.0.1"));
    var create = new Action.Create(container, sandbox, 0);
    return new ContainerMounts(ports, pod, create, environment).list();
  }

  private static String shows(String more) {
    return ", 'volumeMounts': [{'name': 'v', 'mountPath': '/v' %s}]".formatted(more);
  }

  @Test
  void a_hosts_file_is_mounted_that_knows_the_pod() {
    var hosts = mounts(pod("", "")).getFirst();

    assertThat(hosts.containerPath()).isEqualTo("/etc/hosts");
    assertThat(hosts.readOnly()).isFalse();
    assertThat(Path.of(hosts.hostPath())).content().endsWith("\n10.244.0.7\tweb\n");
  }

  @Test
  void who_mounts_a_hosts_file_keeps_it() {
    var own = ", 'volumeMounts': [{'name': 'v', 'mountPath': '/etc/hosts'}]";

    assertThat(mounts(pod("", own)))
        .extracting(Mount::hostPath)
        .containsExactly(folder.resolve("uid/v").toString());
  }

  @Test
  void on_the_nodes_network_only_added_names_need_a_hosts_file() {
    var alias = ", 'hostAliases': [{'ip': '10.9.8.7', 'hostnames': ['tea']}]";

    assertThat(mounts(pod(", 'hostNetwork': true", ""))).isEmpty();
    assertThat(mounts(pod(", 'hostNetwork': true" + alias, "")))
        .singleElement()
        .satisfies(mount ->
            assertThat(Path.of(mount.hostPath()))
                .content()
                .startsWith("# Kubernetes-managed hosts file (host network).\n")
                .contains("localhost")
                .endsWith("\n10.9.8.7\ttea\n"));
  }

  @Test
  void a_part_of_a_volume_may_be_named_by_a_variable() {
    assertThat(mounts(pod("", shows(", 'subPathExpr': 'of/$(WHO)'"))).getFirst().hostPath())
        .isEqualTo(folder.resolve("uid/v/of/ann").toString());
  }

  @Test
  void a_part_that_names_no_variable_or_leads_out_is_refused() {
    assertThatThrownBy(() -> mounts(pod("", shows(", 'subPathExpr': '$(WHO)/$(NOBODY)'"))))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("CreateContainerConfigError"))
        .hasMessageContaining("missing value for \"NOBODY\"");
    assertThatThrownBy(() -> mounts(pod("", shows(", 'subPathExpr': '$(UP)'"))))
        .hasMessageContaining("subPathExpr \"../ann\" must not contain '..'");
    assertThat(mounts(pod("", shows(", 'subPathExpr': '$$(NOBODY)'"))).getFirst().hostPath())
        .endsWith("/uid/v/$(NOBODY)");
  }
}
