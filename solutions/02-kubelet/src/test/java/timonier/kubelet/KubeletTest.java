package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.kit.sim.Simulation;
import timonier.pods.ContainerRuntime;
import timonier.pods.ContainerRuntime.ContainerConfig;
import timonier.pods.ContainerRuntime.ContainerRecord;
import timonier.pods.ContainerRuntime.State;
import timonier.pods.ContainerStatus;
import timonier.pods.JsonFormat;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.Quantity;
import timonier.pods.Volume;
import timonier.pods.simulated.SimulatedProgram;

class KubeletTest {

  private final Simulation simulation = new Simulation(1);
  private final SimulatedNode node = new SimulatedNode(simulation, KubeletTest::program);

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
              java.util.stream.IntStream.range(0, 200).mapToObj(i -> "line " + i).toList());
      case "slow" ->
          new SimulatedProgram(Optional.empty(), 0, Duration.ofSeconds(20), Duration.ofSeconds(3));
      case "deaf" ->
          new SimulatedProgram(Optional.empty(), 0, Duration.ofDays(1), Duration.ofDays(1));
      case "usual" -> SimulatedProgram.usual(config);
      case "unstartable" -> SimulatedProgram.unstartable("no such program");
      default -> SimulatedProgram.forever();
    };
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private static Pod pod(String containers, String policy) {
    return Pods.of(
        """
        {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'uid', 'generation': 1},
         'spec': {'nodeName': 'node', 'restartPolicy': '%s', 'terminationGracePeriodSeconds': 10,
          %s}}
        """
            .formatted(policy, containers));
  }

  private void run(Pod pod, Duration time) {
    node.start();
    node.want(pod);
    simulation.runFor(time);
  }

  private ContainerStatus container() {
    return node.pod("uid").status().orElseThrow().containerStatuses().getFirst();
  }

  private List<ContainerRecord> running() {
    return node.host.containers().stream()
        .filter(record -> record.state() == State.RUNNING)
        .toList();
  }

  private static String one(String image, String more) {
    return "'containers': [{'name': 'main', 'image': '%s' %s}]".formatted(image, more);
  }

  @Test
  void what_is_added_to_look_into_a_pod_runs_once_and_says_nothing_of_the_pod() {
    var pod = one("web", "");
    run(pod(pod, "Always"), Duration.ofSeconds(1));
    var looks = pod + ", 'ephemeralContainers': [{'name': 'look', 'image': 'crasher'}]";
    run(pod(looks, "Always"), Duration.ofMinutes(5));
    var status = node.pod("uid").status().orElseThrow();
    var look = status.ephemeralContainerStatuses().getFirst();

    assertThat(look.state().terminated().orElseThrow().exitCode()).isEqualTo(1);
    assertThat(look.restartCount()).isZero();
    assertThat(status.phase()).isEqualTo("Running");
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(running()).hasSize(1);
  }

  private static String looking(String target) {
    return ", 'ephemeralContainers': [{'name': 'look', 'image': 'web',"
        + " 'targetContainerName': '%s'}]".formatted(target);
  }

  private ContainerRecord named(String name) {
    return running().stream()
        .filter(record -> record.config().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_is_added_to_look_into_a_container_sees_its_processes() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(5));
    node.want(pod(one("web", "") + looking("main"), "Always"));
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(named("look").config().target()).contains(named("main").id());
    assertThat(named("main").config().target()).isEmpty();
  }

  @Test
  void a_pod_that_shares_its_processes_needs_no_target() {
    var shared = one("web", "") + ", 'shareProcessNamespace': true" + looking("main");
    run(pod(shared, "Always"), Duration.ofSeconds(5));
    assertThat(named("look").config().target()).isEmpty();
  }

  private ContainerStatus look() {
    return node.pod("uid").status().orElseThrow().ephemeralContainerStatuses().getFirst();
  }

  @Test
  void what_looks_into_a_container_waits_until_that_one_is_there() {
    var later = "'initContainers': [{'name': 'first', 'image': 'job'}], " + one("web", "");
    run(pod(later + looking("main"), "Always"), Duration.ofSeconds(2));
    assertThat(look().state().waiting().orElseThrow().message())
        .isEqualTo("unable to find target container main");

    simulation.runFor(Duration.ofMinutes(1));
    assertThat(named("look").config().target()).contains(named("main").id());
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, CreateContainerConfigError, unable to find target container nobody",
    "over, CreateContainerError, invalid target container: container"
  })
  void what_cannot_look_into_its_target_waits_and_says_why(
      String target, String reason, String message) {
    var two = "'containers': [{'name': 'main', 'image': 'web'}, {'name': 'over', 'image': 'job'}]";
    run(pod(two, "Never"), Duration.ofMinutes(1));
    node.want(pod(two + looking(target), "Never"));
    simulation.runFor(Duration.ofSeconds(1));

    assertThat(look().state().waiting().orElseThrow().reason()).isEqualTo(reason);
    assertThat(look().state().waiting().orElseThrow().message()).startsWith(message);
    assertThat(node.events).anyMatch(event -> event.startsWith("Failed Error: " + reason));
    assertThat(node.pod("uid").status().orElseThrow().phase()).isEqualTo("Running");
  }

  @Test
  void a_status_is_told_once_though_the_server_writes_what_says_nothing() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    var told = JsonFormat.tree(node.pod("uid").status().orElseThrow());
    ((ObjectNode) told.at("/containerStatuses/0")).putObject("lastState");

    assertThat(JsonFormat.read(told, PodStatus.class))
        .isEqualTo(node.pod("uid").status().orElseThrow());
  }

  /// Volumes whose wishes are not kept.
  private static final class Careless implements VolumeSource {
    @Override
    public Optional<String> mount(Pod pod, Volume volume) {
      return Optional.of("/anywhere");
    }

    @Override
    public List<String> unkept(Volume volume) {
      return List.of("volume \"" + volume.name() + "\" is not in memory");
    }

    @Override
    public void unmount(String uid) {}
  }

  @Test
  void a_wish_that_is_not_kept_is_told_once_however_often_its_container_starts() {
    node.volumes = List.of(new Careless());
    run(
        pod(
            one("crasher", ", 'volumeMounts': [{'name': 'v', 'mountPath': '/v'}]")
                + ", 'volumes': [{'name': 'v', 'emptyDir': {'medium': 'Memory'}}]",
            "Always"),
        Duration.ofMinutes(2));

    assertThat(container().restartCount()).isGreaterThan(1);
    assertThat(node.events)
        .filteredOn(event -> event.startsWith("NotKept"))
        .singleElement()
        .asString()
        .contains("volume \"v\" is not in memory");
  }

  @Test
  void a_pod_runs_and_says_so() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    var status = node.pod("uid").status().orElseThrow();
    assertThat(status.phase()).isEqualTo("Running");
    assertThat(status.podIP()).startsWith("10.244.0.");
    assertThat(status.hostIP()).isEqualTo("127.1.0.1");
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(node.events)
        .extracting(event -> event.split(" ")[0])
        .containsExactly("Pulled", "Created", "Started");
  }

  @Test
  void a_program_that_cannot_be_started_ends_a_pod_that_runs_once() {
    run(pod(one("unstartable", ""), "Never"), Duration.ofSeconds(1));
    assertThat(node.pod("uid").phase()).isEqualTo("Failed");
    var ended = container().state().terminated().orElseThrow();
    assertThat(ended.exitCode()).isEqualTo(128);
    assertThat(ended.reason()).isEqualTo("StartError");
    assertThat(ended.message()).isEqualTo("no such program");
    assertThat(node.events)
        .extracting(event -> event.split(" ")[0])
        .containsExactly("Pulled", "Created", "Failed");
  }

  @Test
  void a_program_that_cannot_be_started_is_tried_again_as_one_that_crashes() {
    run(pod(one("unstartable", ""), "Always"), Duration.ofMinutes(1));
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
    assertThat(container().restartCount()).isEqualTo(3);
    assertThat(container().state().waiting().orElseThrow().reason()).isEqualTo("CrashLoopBackOff");
    assertThat(container().lastState().orElseThrow().terminated().orElseThrow().reason())
        .isEqualTo("StartError");
  }

  private static String limited(String cpu, String more) {
    return one("web", ", 'resources': {'limits': {'cpu': '%s'}} %s".formatted(cpu, more));
  }

  private List<String> resizing() {
    return node.pod("uid").status().orElseThrow().conditions().stream()
        .filter(condition -> condition.type().startsWith("PodResize"))
        .map(condition -> condition.type() + " " + condition.reason())
        .toList();
  }

  private String givenCpu() {
    var limits = container().resources().orElseThrow().limits();
    return Quantity.of(limits, "cpu").orElseThrow().toString();
  }

  @Test
  void a_container_is_resized_while_it_runs() {
    run(pod(limited("1", ""), "Always"), Duration.ofSeconds(5));
    assertThat(givenCpu()).isEqualTo("1");
    node.want(pod(limited("2", ""), "Always"));
    simulation.runFor(Duration.ofSeconds(5));

    assertThat(running().getFirst().config().limits().orElseThrow().milliCpu()).isEqualTo(2000);
    assertThat(givenCpu()).isEqualTo("2");
    assertThat(container().restartCount()).isZero();
    assertThat(node.events).contains("ResizeCompleted Pod resize completed");
    assertThat(resizing()).isEmpty();
  }

  @Test
  void a_container_that_asked_to_starts_again_with_what_it_gets() {
    var policy = ", 'resizePolicy': [{'resourceName': 'cpu', 'restartPolicy': 'RestartContainer'}]";
    run(pod(limited("1", policy), "Always"), Duration.ofSeconds(5));
    node.want(pod(limited("2", policy), "Always"));
    simulation.runFor(Duration.ofSeconds(30));

    assertThat(running().getFirst().config().limits().orElseThrow().milliCpu()).isEqualTo(2000);
    assertThat(container().restartCount()).isEqualTo(1);
    assertThat(givenCpu()).isEqualTo("2");
    assertThat(node.events).contains("Killing Container main resize requires restart");
  }

  @Test
  void what_cannot_be_resized_now_is_told_of_and_tried_again() {
    run(pod(limited("1", ""), "Always"), Duration.ofSeconds(5));
    node.host.full(true);
    node.want(pod(limited("2", ""), "Always"));
    simulation.runFor(Duration.ofSeconds(5));

    assertThat(resizing()).containsExactly("PodResizeInProgress Error");
    assertThat(givenCpu()).isEqualTo("1");
    node.host.full(false);
    simulation.runFor(Duration.ofMinutes(1));
    assertThat(resizing()).isEmpty();
    assertThat(givenCpu()).isEqualTo("2");
  }

  @Test
  void a_container_that_is_killed_comes_back_and_remembers() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.host.end(running().getFirst().id(), 137);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(container().restartCount()).isEqualTo(1);
    assertThat(container().state().running()).isPresent();
    assertThat(container().lastState().orElseThrow().terminated().orElseThrow().exitCode())
        .isEqualTo(137);
  }

  @Test
  void a_restart_is_counted_when_the_container_runs_again() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.host.end(running().getFirst().id(), 137);
    simulation.runFor(Duration.ofSeconds(1));

    var counted =
        node.told.stream()
            .map(status -> status.containerStatuses().getFirst())
            .filter(status -> status.restartCount() == 1)
            .toList();
    assertThat(counted).isNotEmpty().allMatch(status -> status.state().running().isPresent());
  }

  @Test
  void a_container_that_ends_on_a_full_disk_is_told_of_and_started_once_there_is_room() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.host.full(true);
    node.host.end(running().getFirst().id(), 3);
    simulation.runFor(Duration.ofMinutes(5));
    assertThat(container().restartCount()).isZero();

    node.host.full(false);
    simulation.runFor(Duration.ofSeconds(3));

    assertThat(container().restartCount()).isEqualTo(1);
    assertThat(container().state().running()).isPresent();
    assertThat(container().lastState().orElseThrow().terminated().orElseThrow().exitCode())
        .isEqualTo(3);
  }

  @Test
  void what_a_pod_needs_of_a_full_disk_it_gets_once_there_is_room() {
    node.start();
    node.host.full(true);
    node.want(pod(one("web", ""), "Always"));
    simulation.runFor(Duration.ofMinutes(5));
    assertThat(node.pod("uid").phase()).isEqualTo("Pending");
    assertThat(node.events)
        .anyMatch(event ->
            event.startsWith("FailedCreatePodSandBox")
                && event.endsWith("No space left on device"));

    node.host.full(false);
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(node.pod("uid").isReady()).isTrue();
    node.host.full(true);
    node.delete("uid", 5);
    simulation.runFor(Duration.ofMinutes(5));
    node.host.full(false);
    simulation.runFor(Duration.ofSeconds(3));

    assertThat(node.cluster).isEmpty();
    assertThat(node.host.sandboxes()).isEmpty();
  }

  @Test
  void a_container_that_keeps_crashing_backs_off() {
    run(pod(one("crasher", ""), "Always"), Duration.ofSeconds(60));
    assertThat(container().state().waiting().orElseThrow().reason()).isEqualTo("CrashLoopBackOff");
    assertThat(container().state().waiting().orElseThrow().message())
        .isEqualTo("back-off 40s restarting failed container=main in pod web_default(uid)");
    assertThat(container().restartCount()).isEqualTo(3);
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
  }

  @Test
  void a_job_succeeds_or_fails_as_its_policy_says() {
    run(pod(one("job", ""), "OnFailure"), Duration.ofSeconds(10));
    assertThat(node.pod("uid").phase()).isEqualTo("Succeeded");
    node.remove("uid");
    simulation.runFor(Duration.ofSeconds(10));
    node.want(pod(one("crasher", ""), "Never"));
    simulation.runFor(Duration.ofSeconds(10));
    assertThat(node.pod("uid").phase()).isEqualTo("Failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../..", "a/..", "/etc"})
  void a_volume_leads_nowhere_outside_of_itself(String path) {
    var mounts = ", 'volumeMounts': [{'name': 'v', 'mountPath': '/v', 'subPath': '%s'}]";
    var volumes = "'volumes': [{'name': 'v', 'hostPath': {'path': '/srv'}}], ";
    run(pod(volumes + one("web", mounts.formatted(path)), "Always"), Duration.ofSeconds(3));

    assertThat(running()).isEmpty();
    assertThat(container().state().waiting().orElseThrow().message())
        .contains("subPath \"" + path + "\" must ");
  }

  @Test
  void init_containers_run_one_after_another_before_the_others() {
    var inits =
        "'initContainers': [{'name': 'a', 'image': 'job'}, {'name': 'b', 'image': 'job'}], ";
    run(pod(inits + one("web", ""), "Always"), Duration.ofSeconds(3));
    assertThat(running()).extracting(record -> record.config().name()).containsExactly("a");
    assertThat(container().state().waiting().orElseThrow().reason()).isEqualTo("PodInitializing");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(running()).extracting(record -> record.config().name()).containsExactly("b");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void the_usual_simulated_program_ends_where_others_wait_for_that() {
    var inits =
        "'initContainers': [{'name': 'a', 'image': 'usual', 'restartPolicy': 'Always'},"
            + " {'name': 'b', 'image': 'usual'}], ";
    run(pod(inits + one("usual", ""), "Always"), Duration.ofSeconds(1));
    assertThat(names()).containsExactly("a", "main");
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void a_pod_is_ready_once_its_probe_says_so() {
    var probe = ", 'readinessProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1}";
    run(pod(one("slow", probe), "Always"), Duration.ofSeconds(10));
    assertThat(node.pod("uid").isReady()).isFalse();
    simulation.runFor(Duration.ofSeconds(15));
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(node.events).contains("Unhealthy Readiness probe failed: nobody listens on port 80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpSocket", "httpGet"})
  void a_probe_may_ask_another_host(String kind) {
    node.start();
    node.want(Pods.simple("other", "Always"));
    simulation.runFor(Duration.ofSeconds(1));
    var address = node.pod("uid-other").status().orElseThrow().podIP();
    var probe = ", 'readinessProbe': {'%s': {'port': 80, 'host': '%s'}, 'periodSeconds': 1}";
    node.want(pod(one("deaf", probe.formatted(kind, address)), "Always"));
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(node.pod("uid").isReady()).isTrue();

    node.remove("uid-other");
    simulation.runFor(Duration.ofSeconds(60));
    assertThat(node.pod("uid").isReady()).isFalse();
    assertThat(node.events)
        .contains("Unhealthy Readiness probe failed: nobody is at " + address + ":80");
  }

  @Test
  void a_hook_may_ask_another_host() {
    var hook = ", 'lifecycle': {'postStart': {'httpGet': {'port': 80, 'host': '10.9.9.9'}}}";
    run(pod(one("web", hook), "Always"), Duration.ofSeconds(1));
    assertThat(node.events)
        .contains("FailedPostStartHook PostStartHook failed: nobody is at 10.9.9.9:80");
  }

  @Test
  void a_probe_may_ask_by_grpc() {
    var probe = ", 'readinessProbe': {'grpc': {'port': 80, 'service': 'web'}, 'periodSeconds': 1}";
    run(pod(one("slow", probe), "Always"), Duration.ofSeconds(10));
    assertThat(node.pod("uid").isReady()).isFalse();
    simulation.runFor(Duration.ofSeconds(15));
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void a_container_that_fails_its_liveness_probe_is_restarted() {
    var probe =
        ", 'livenessProbe': {'httpGet': {'path': '/', 'port': 80}, 'periodSeconds': 1,"
            + " 'failureThreshold': 2}";
    run(pod(one("slow", probe), "Always"), Duration.ofSeconds(8));
    assertThat(container().restartCount()).isPositive();
    assertThat(node.events)
        .contains("Killing Container main failed liveness probe, will be restarted");
  }

  @Test
  void a_probe_that_cannot_ask_says_nothing_about_its_container() {
    var probe =
        ", 'livenessProbe': {'exec': {'command': ['echo']}, 'periodSeconds': 1,"
            + " 'failureThreshold': 1}";
    run(pod(one("web", probe), "Always"), Duration.ofSeconds(8));
    node.faultiness = 1;
    simulation.runFor(Duration.ofSeconds(20));
    node.faultiness = 0;
    simulation.runFor(Duration.ofSeconds(20));
    assertThat(node.failures).isGreaterThan(15);
    assertThat(node.events).anyMatch(event -> event.startsWith("Unhealthy"));
    assertThat(container().restartCount()).isZero();
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void a_startup_probe_gives_time_before_liveness_counts() {
    var probe =
        ", 'livenessProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1, 'failureThreshold': 1},"
            + " 'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1,"
            + " 'failureThreshold': 60}";
    run(pod(one("slow", probe), "Always"), Duration.ofSeconds(40));
    assertThat(container().restartCount()).isZero();
    assertThat(node.pod("uid").isReady()).isTrue();
  }

  @Test
  void the_probe_that_failed_says_how_long_a_stop_may_take() {
    var probes =
        ", 'livenessProbe': {'tcpSocket': {'port': 80}, 'terminationGracePeriodSeconds': 300},"
            + " 'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1,"
            + " 'failureThreshold': 2, 'terminationGracePeriodSeconds': 1}";
    run(pod(one("deaf", probes), "Always"), Duration.ofSeconds(4));
    assertThat(container().restartCount()).isEqualTo(1);
  }

  @Test
  void a_stop_waits_for_the_hook_and_takes_no_longer_than_the_grace() {
    var hook = ", 'lifecycle': {'preStop': {'sleep': {'seconds': 4}}}";
    run(pod(one("deaf", hook), "Always"), Duration.ofSeconds(1));
    node.delete("uid", 10);
    simulation.runFor(Duration.ofMillis(9_500));
    assertThat(running()).hasSize(1);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(running()).isEmpty();
    assertThat(node.cluster).isEmpty();
    assertThat(node.host.sandboxes()).isEmpty();
  }

  @Test
  void a_shorter_grace_overtakes_a_longer_one() {
    run(pod(one("deaf", ""), "Always"), Duration.ofSeconds(1));
    node.delete("uid", 3600);
    simulation.runFor(Duration.ofSeconds(5));
    node.delete("uid", 1);
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(node.cluster).isEmpty();
  }

  @Test
  void a_kubelet_that_starts_again_adopts_what_runs() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    var before = running();
    var writes = node.writes;
    node.crash();
    node.start();
    simulation.runFor(Duration.ofMinutes(2));
    assertThat(running()).isEqualTo(before);
    assertThat(node.writes).isEqualTo(writes);
  }

  @Test
  void what_nobody_wants_is_stopped_by_a_kubelet_that_never_saw_it_wanted() {
    run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.crash();
    node.cluster.clear();
    node.start();
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(node.host.sandboxes()).isEmpty();
  }

  private List<String> names() {
    return running().stream().map(record -> record.config().name()).toList();
  }

  private static final String SIDECARS =
      """
      'initContainers': [
        {'name': 'a', 'image': 'slow', 'restartPolicy': 'Always',
         'startupProbe': {'tcpSocket': {'port': 80}, 'periodSeconds': 1, 'failureThreshold': 60}},
        {'name': 'b', 'image': 'job'},
        {'name': 'c', 'image': 'web', 'restartPolicy': 'Always'}],
      """;

  @Test
  void a_sidecar_starts_in_its_turn_and_goes_on_beside_the_others() {
    run(pod(SIDECARS + one("web", ""), "Always"), Duration.ofSeconds(15));
    assertThat(names()).containsExactly("a");
    assertThat(node.pod("uid").phase()).isEqualTo("Pending");
    simulation.runFor(Duration.ofSeconds(8));
    assertThat(names()).containsExactly("a", "b");
    simulation.runFor(Duration.ofSeconds(10));
    assertThat(names()).containsExactly("a", "c", "main");
    assertThat(node.pod("uid").isReady()).isTrue();
    assertThat(node.pod("uid").condition("Initialized").orElseThrow().isTrue()).isTrue();
  }

  @Test
  void a_sidecar_that_ends_comes_back() {
    run(pod(SIDECARS + one("web", ""), "Never"), Duration.ofSeconds(40));
    node.host.end(running().get(1).id(), 0);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(names()).containsExactly("a", "main", "c");
    var sidecar = node.pod("uid").status().orElseThrow().initContainerStatuses().get(2);
    assertThat(sidecar.restartCount()).isEqualTo(1);
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
  }

  @Test
  void sidecars_stop_after_the_others_and_the_last_first() {
    run(pod(SIDECARS + one("deaf", ""), "Always"), Duration.ofSeconds(40));
    node.delete("uid", 10);
    simulation.runFor(Duration.ofMillis(9_900));
    assertThat(names()).containsExactly("a", "c", "main");
    simulation.runFor(Duration.ofMillis(1_000));
    assertThat(names()).containsExactly("a");
    simulation.runFor(Duration.ofMillis(1_800));
    assertThat(node.cluster).isEmpty();
  }

  @Test
  void a_job_with_a_sidecar_ends_with_its_other_containers() {
    run(pod(SIDECARS + one("job", ""), "Never"), Duration.ofSeconds(29));
    assertThat(names()).containsExactly("a", "c", "main");
    simulation.runFor(Duration.ofSeconds(20));
    assertThat(names()).isEmpty();
    assertThat(node.pod("uid").phase()).isEqualTo("Succeeded");
    assertThat(node.pod("uid").condition("Initialized").orElseThrow().isTrue()).isTrue();
    assertThat(container().state().terminated().orElseThrow().reason()).isEqualTo("Completed");
  }

  @Test
  void a_kubelet_that_starts_again_knows_which_sidecars_have_started() {
    run(pod(SIDECARS + one("web", ""), "Always"), Duration.ofSeconds(40));
    var before = running();
    var writes = node.writes;
    node.crash();
    node.start();
    simulation.runFor(Duration.ofMinutes(2));
    assertThat(running()).isEqualTo(before);
    assertThat(node.writes).isEqualTo(writes);
  }

  @Test
  void a_pod_that_runs_longer_than_it_may_fails() {
    var pod = pod("'activeDeadlineSeconds': 30, " + one("web", ""), "Always");
    run(pod, Duration.ofSeconds(20));
    node.crash();
    node.start();
    simulation.runFor(Duration.ofSeconds(8));
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(running()).isEmpty();
    assertThat(node.pod("uid").phase()).isEqualTo("Failed");
    assertThat(node.pod("uid").status().orElseThrow().reason()).isEqualTo("DeadlineExceeded");
  }

  private ContainerStatus.Terminated ended(String more, int exitCode) {
    var environment = ", 'env': [{'name': 'CODE', 'value': '%d'}]".formatted(exitCode);
    var path = ", 'terminationMessagePath': '/dev/termination-log'";
    run(pod(one("talker", environment + path + more), "Never"), Duration.ofSeconds(10));
    return container().state().terminated().orElseThrow();
  }

  @Test
  void a_container_leaves_a_message_in_its_file() {
    node.messages.put("main-0", "out of coffee");
    assertThat(ended("", 3).message()).isEqualTo("out of coffee");
    assertThat(node.host.containers().getFirst().config().mounts())
        .extracting(ContainerRuntime.Mount::hostPath, ContainerRuntime.Mount::containerPath)
        .containsExactly(tuple("/messages/main-0", "/dev/termination-log"));
  }

  @Test
  void a_container_that_failed_without_a_message_is_known_by_the_end_of_its_log() {
    var message = ended(", 'terminationMessagePolicy': 'FallbackToLogsOnError'", 3).message();
    assertThat(message.lines()).hasSize(80).endsWith("line 199");
  }

  @Test
  void a_log_is_no_message_of_who_ended_well() {
    assertThat(ended(", 'terminationMessagePolicy': 'FallbackToLogsOnError'", 0).message())
        .isEmpty();
  }

  @Test
  void a_log_is_no_message_of_who_did_not_ask_for_it() {
    assertThat(ended("", 3).message()).isEmpty();
  }

  @Test
  void a_variable_may_name_the_pod_and_other_variables() {
    var env =
        ", 'env': [{'name': 'ME', 'valueFrom': {'fieldRef': {'fieldPath': 'metadata.name'}}},"
            + " {'name': 'GREETING', 'value': 'I am $(ME), $$(ME), $(NOBODY)'}]";
    run(pod(one("web", env), "Always"), Duration.ofSeconds(1));
    assertThat(running().getFirst().config().env())
        .containsEntry("ME", "web")
        .containsEntry("GREETING", "I am web, $(ME), $(NOBODY)");
  }
}
