package timonier.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.kubelet.OnePod.one;
import static timonier.kubelet.OnePod.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timonier.kit.sim.Simulation;
import timonier.kubelet.ports.VolumeSource;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.Volume;
import timonier.pods.objects.JsonFormat;

class KubeletTest {

  private final OnePod web = new OnePod();
  private final SimulatedNode node = web.node;
  private final Simulation simulation = node.simulation;

  @AfterEach
  void close() {
    simulation.close();
  }

  @Test
  void a_status_is_reported_once_though_the_server_adds_what_says_nothing() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
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
  void a_wish_that_is_not_kept_is_reported_once_however_often_its_container_starts() {
    node.volumes = List.of(new Careless());
    web.run(
        pod(
            one("crasher", ", 'volumeMounts': [{'name': 'v', 'mountPath': '/v'}]")
                + ", 'volumes': [{'name': 'v', 'emptyDir': {'medium': 'Memory'}}]",
            "Always"),
        Duration.ofMinutes(2));

    assertThat(web.container().restartCount()).isGreaterThan(1);
    assertThat(node.events)
        .filteredOn(event -> event.startsWith("NotKept"))
        .singleElement()
        .asString()
        .contains("volume \"v\" is not in memory");
  }

  @Test
  void a_pod_runs_and_says_so() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
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
    web.run(pod(one("unstartable", ""), "Never"), Duration.ofSeconds(1));
    assertThat(node.pod("uid").phase()).isEqualTo("Failed");
    var ended = web.container().state().terminated().orElseThrow();
    assertThat(ended.exitCode()).isEqualTo(128);
    assertThat(ended.reason()).isEqualTo("StartError");
    assertThat(ended.message()).isEqualTo("no such program");
    assertThat(node.events)
        .extracting(event -> event.split(" ")[0])
        .containsExactly("Pulled", "Created", "Failed");
  }

  @Test
  void a_program_that_cannot_be_started_is_tried_again_as_one_that_crashes() {
    web.run(pod(one("unstartable", ""), "Always"), Duration.ofMinutes(1));
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
    assertThat(web.container().restartCount()).isEqualTo(3);
    assertThat(web.container().state().waiting().orElseThrow().reason())
        .isEqualTo("CrashLoopBackOff");
    assertThat(web.container().lastState().orElseThrow().terminated().orElseThrow().reason())
        .isEqualTo("StartError");
  }

  @Test
  void a_container_that_is_killed_comes_back_and_remembers() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.host.end(web.running().getFirst().id(), 137);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(web.container().restartCount()).isEqualTo(1);
    assertThat(web.container().state().running()).isPresent();
    assertThat(web.container().lastState().orElseThrow().terminated().orElseThrow().exitCode())
        .isEqualTo(137);
  }

  @Test
  void a_restart_is_counted_when_the_container_runs_again() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.host.end(web.running().getFirst().id(), 137);
    simulation.runFor(Duration.ofSeconds(1));

    var counted =
        node.told.stream()
            .map(status -> status.containerStatuses().getFirst())
            .filter(status -> status.restartCount() == 1)
            .toList();
    assertThat(counted).isNotEmpty().allMatch(status -> status.state().running().isPresent());
  }

  @Test
  void a_container_that_ends_on_a_full_disk_is_reported_and_restarted_once_there_is_room() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.host.full(true);
    node.host.end(web.running().getFirst().id(), 3);
    simulation.runFor(Duration.ofMinutes(5));
    assertThat(web.container().restartCount()).isZero();

    node.host.full(false);
    simulation.runFor(Duration.ofSeconds(3));

    assertThat(web.container().restartCount()).isEqualTo(1);
    assertThat(web.container().state().running()).isPresent();
    assertThat(web.container().lastState().orElseThrow().terminated().orElseThrow().exitCode())
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
    web.run(pod(one("crasher", ""), "Always"), Duration.ofSeconds(60));
    assertThat(web.container().state().waiting().orElseThrow().reason())
        .isEqualTo("CrashLoopBackOff");
    assertThat(web.container().state().waiting().orElseThrow().message())
        .isEqualTo("back-off 40s restarting failed container=main in pod web_default(uid)");
    assertThat(web.container().restartCount()).isEqualTo(3);
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
  }

  @Test
  void a_job_succeeds_or_fails_as_its_policy_says() {
    web.run(pod(one("job", ""), "OnFailure"), Duration.ofSeconds(10));
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
    web.run(pod(volumes + one("web", mounts.formatted(path)), "Always"), Duration.ofSeconds(3));

    assertThat(web.running()).isEmpty();
    assertThat(web.container().state().waiting().orElseThrow().message())
        .contains("subPath \"" + path + "\" must ");
  }

  @Test
  void a_stop_waits_for_the_hook_and_takes_no_longer_than_the_grace() {
    var hook = ", 'lifecycle': {'preStop': {'sleep': {'seconds': 4}}}";
    web.run(pod(one("deaf", hook), "Always"), Duration.ofSeconds(1));
    node.delete("uid", 10);
    simulation.runFor(Duration.ofMillis(9_500));
    assertThat(web.running()).hasSize(1);
    simulation.runFor(Duration.ofSeconds(1));
    assertThat(web.running()).isEmpty();
    assertThat(node.cluster).isEmpty();
    assertThat(node.host.sandboxes()).isEmpty();
  }

  @Test
  void a_shorter_grace_overtakes_a_longer_one() {
    web.run(pod(one("deaf", ""), "Always"), Duration.ofSeconds(1));
    node.delete("uid", 3600);
    simulation.runFor(Duration.ofSeconds(5));
    node.delete("uid", 1);
    simulation.runFor(Duration.ofSeconds(3));
    assertThat(node.cluster).isEmpty();
  }

  @Test
  void a_kubelet_that_starts_again_adopts_what_runs() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    var before = web.running();
    var writes = node.writes;
    node.crash();
    node.start();
    simulation.runFor(Duration.ofMinutes(2));
    assertThat(web.running()).isEqualTo(before);
    assertThat(node.writes).isEqualTo(writes);
  }

  @Test
  void what_nobody_wants_is_stopped_by_a_kubelet_that_never_saw_it_wanted() {
    web.run(pod(one("web", ""), "Always"), Duration.ofSeconds(1));
    node.crash();
    node.cluster.clear();
    node.start();
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(node.host.sandboxes()).isEmpty();
  }

  @Test
  void a_pod_that_runs_longer_than_it_may_fails() {
    var pod = pod("'activeDeadlineSeconds': 30, " + one("web", ""), "Always");
    web.run(pod, Duration.ofSeconds(20));
    node.crash();
    node.start();
    simulation.runFor(Duration.ofSeconds(8));
    assertThat(node.pod("uid").phase()).isEqualTo("Running");
    simulation.runFor(Duration.ofSeconds(5));
    assertThat(web.running()).isEmpty();
    assertThat(node.pod("uid").phase()).isEqualTo("Failed");
    assertThat(node.pod("uid").status().orElseThrow().reason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void a_variable_may_name_the_pod_and_other_variables() {
    var env =
        ", 'env': [{'name': 'ME', 'valueFrom': {'fieldRef': {'fieldPath': 'metadata.name'}}},"
            + " {'name': 'GREETING', 'value': 'I am $(ME), $$(ME), $(NOBODY)'}]";
    web.run(pod(one("web", env), "Always"), Duration.ofSeconds(1));
    assertThat(web.running().getFirst().config().env())
        .containsEntry("ME", "web")
        .containsEntry("GREETING", "I am web, $(ME), $(NOBODY)");
  }
}
