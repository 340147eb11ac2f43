package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// fabric8's Kubernetes client: objects.
@Tag("real")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.class)
class Fabric8Test {

  private static final String NAMESPACE = "default";

  private KubernetesClient client;

  @BeforeAll
  void connect(LiveCluster cluster) throws Exception {
    client = cluster.fabric8();
  }

  @AfterAll
  void leave() {
    client.close();
  }

  private static ConfigMap map(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .addToLabels("test", name)
        .endMetadata()
        .withData(data)
        .build();
  }

  private ConfigMap create(String name, Map<String, String> data) {
    return client.resource(map(name, data)).create();
  }

  private ConfigMap read(String name) {
    return client.configMaps().inNamespace(NAMESPACE).withName(name).get();
  }

  private static String next(BlockingQueue<String> told) throws InterruptedException {
    var next = told.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("something within 30 s").isNotNull();
    return next;
  }

  @Test
  void it_knows_the_version() {
    assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("36");
    assertThat(client.getApiGroups().getGroups())
        .extracting(group -> group.getName())
        .contains("apps");
    assertThat(client.hasApiGroup("apps", true)).isTrue();
  }

  @Test
  void it_creates_reads_lists_and_deletes() {
    var created = create("crud", Map.of("a", "1"));
    assertThat(created.getMetadata().getUid()).isNotEmpty();
    assertThat(read("crud").getData()).isEqualTo(Map.of("a", "1"));
    assertThat(
            client.configMaps().inNamespace(NAMESPACE).withLabel("test", "crud").list().getItems())
        .extracting(found -> found.getMetadata().getName())
        .containsExactly("crud");
    var refused =
        catchThrowableOfType(
            KubernetesClientException.class, () -> create("crud", Map.of("a", "2")));
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists");
    assertThat(client.resource(created).delete()).hasSize(1);
    assertThat(read("crud")).isNull();
  }

  @Test
  void it_edits_with_a_patch_and_updates_with_a_version() {
    create("edited", Map.of("a", "1"));
    client
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName("edited")
        .edit(old -> new ConfigMapBuilder(old).addToData("b", "2").build());
    var current = read("edited");
    assertThat(current.getData()).containsEntry("b", "2");
    client.resource(new ConfigMapBuilder(current).addToData("c", "3").build()).update();
    assertThat(read("edited").getData()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void it_watches() throws Exception {
    create("watched", Map.of("a", "1"));
    var told = new LinkedBlockingQueue<String>();
    var watcher =
        new Watcher<ConfigMap>() {
          @Override
          public void eventReceived(Action action, ConfigMap object) {
            told.add(action + " " + object.getData().get("a"));
          }

          @Override
          public void onClose(WatcherException cause) {
            told.add("closed " + cause);
          }
        };
    var watched = client.configMaps().inNamespace(NAMESPACE).withName("watched");
    try (var _ = watched.watch(watcher)) {
      assertThat(next(told)).isEqualTo("ADDED 1");
      client.resource(map("watched", Map.of("a", "2"))).update();
      assertThat(next(told)).isEqualTo("MODIFIED 2");
      watched.delete();
      assertThat(next(told)).isEqualTo("DELETED 2");
    }
  }

  @Test
  void its_informers_follow() throws Exception {
    create("informed", Map.of("a", "1"));
    var told = new LinkedBlockingQueue<String>();
    var handler =
        new ResourceEventHandler<ConfigMap>() {
          @Override
          public void onAdd(ConfigMap object) {
            told.add("added " + object.getData());
          }

          @Override
          public void onUpdate(ConfigMap old, ConfigMap object) {
            told.add("updated " + old.getData() + " " + object.getData());
          }

          @Override
          public void onDelete(ConfigMap object, boolean isStateUnknown) {
            told.add("deleted " + object.getData());
          }
        };
    var selected = client.configMaps().inNamespace(NAMESPACE).withLabel("test", "informed");
    try (var informer = selected.inform(handler)) {
      assertThat(next(told)).isEqualTo("added {a=1}");
      client.resource(map("informed", Map.of("a", "2"))).update();
      assertThat(next(told)).isEqualTo("updated {a=1} {a=2}");
      assertThat(informer.getStore().list()).hasSize(1);
      client.resource(map("informed", Map.of())).delete();
      assertThat(next(told)).isEqualTo("deleted {a=2}");
    }
  }

  @Test
  void it_patches_in_three_ways() {
    create("patched", Map.of("a", "1"));
    var patched = client.configMaps().inNamespace(NAMESPACE).withName("patched");
    patched.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"b\":\"2\"}}");
    patched.patch(
        PatchContext.of(PatchType.JSON), "[{\"op\":\"add\",\"path\":\"/data/c\",\"value\":\"3\"}]");
    patched.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\":{\"a\":null}}");
    assertThat(read("patched").getData()).isEqualTo(Map.of("b", "2", "c", "3"));
  }

  @Test
  void it_applies_on_the_server_and_meets_conflicts() {
    client.resource(map("applied", Map.of("a", "1"))).fieldManager("one").serverSideApply();
    var other = client.resource(map("applied", Map.of("a", "2"))).fieldManager("two");
    var refused =
        catchThrowableOfType(KubernetesClientException.class, () -> other.serverSideApply());
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getMessage())
        .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.a");
    assertThat(refused.getStatus().getDetails().getCauses().getFirst().getReason())
        .isEqualTo("FieldManagerConflict");
    var taken = other.forceConflicts().serverSideApply();
    assertThat(taken.getData()).isEqualTo(Map.of("a", "2"));
    assertThat(taken.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("one", "Apply"),
            org.assertj.core.groups.Tuple.tuple("two", "Apply"));
  }

  @Test
  void it_runs_a_deployment_and_scales_it() {
    var labels = Map.of("app", "sleeper");
    var deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName("sleeper")
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .withReplicas(1)
            .withNewSelector()
            .withMatchLabels(labels)
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(1L)
            .addNewContainer()
            .withName("main")
            .withImage("timonier/sleeper:v1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    client.resource(deployment).create();
    var running = client.apps().deployments().inNamespace(NAMESPACE).withName("sleeper");
    running.waitUntilReady(60, TimeUnit.SECONDS);
    running.scale(2);
    running.waitUntilCondition(
        now -> now != null && Integer.valueOf(2).equals(now.getStatus().getReadyReplicas()),
        60,
        TimeUnit.SECONDS);
    assertThat(client.pods().inNamespace(NAMESPACE).withLabels(labels).list().getItems())
        .hasSize(2);
    running.delete();
  }

  private Runnable candidate(String name, BlockingQueue<String> told, List<Runnable> ends) {
    var election =
        new LeaderElectionConfigBuilder()
            .withName(name)
            .withLock(new LeaseLock(NAMESPACE, "leader", name))
            .withLeaseDuration(Duration.ofSeconds(3))
            .withRenewDeadline(Duration.ofSeconds(2))
            .withRetryPeriod(Duration.ofMillis(200))
            .withReleaseOnCancel()
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    () -> told.add(name + " leads"),
                    () -> told.add(name + " stopped"),
                    leader -> {}))
            .build();
    var elector = client.leaderElector().withConfig(election).build();
    return () -> {
      var future = elector.start();
      ends.add(() -> future.cancel(true));
    };
  }

  @Test
  void it_elects_a_leader_by_a_lease_and_another_when_that_one_goes() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var ends = new java.util.ArrayList<Runnable>();
    candidate("first", told, ends).run();
    assertThat(next(told)).isEqualTo("first leads");
    candidate("second", told, ends).run();
    ends.getFirst().run();
    assertThat(List.of(next(told), next(told)))
        .containsExactlyInAnyOrder("first stopped", "second leads");
    assertThat(
            client
                .leases()
                .inNamespace(NAMESPACE)
                .withName("leader")
                .get()
                .getSpec()
                .getHolderIdentity())
        .isEqualTo("second");
    ends.getLast().run();
    assertThat(next(told)).isEqualTo("second stopped");
  }
}
