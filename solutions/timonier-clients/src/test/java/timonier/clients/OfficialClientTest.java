package timonier.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoordinationV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.VersionApi;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Lease;
import io.kubernetes.client.openapi.models.V1LeaseSpec;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.options.ListOptions;
import java.time.Duration;
import java.time.OffsetDateTime;
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

/// The official Java client of Kubernetes: objects.
@Tag("real")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.class)
class OfficialClientTest {

  private static final String NAMESPACE = "official";

  private ApiClient client;
  private CoreV1Api api;

  @BeforeAll
  void connect(LiveCluster cluster) throws Exception {
    client = cluster.official();
    api = new CoreV1Api(client);
    api.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(NAMESPACE))).execute();
  }

  @AfterAll
  void leave() {
    LiveCluster.close(client);
  }

  private static V1ConfigMap map(String name, Map<String, String> data) {
    return new V1ConfigMap()
        .metadata(new V1ObjectMeta().name(name).putLabelsItem("test", name))
        .data(data);
  }

  private V1ConfigMap create(String name, Map<String, String> data) throws ApiException {
    return api.createNamespacedConfigMap(NAMESPACE, map(name, data)).execute();
  }

  private V1ConfigMap read(String name) throws ApiException {
    return api.readNamespacedConfigMap(name, NAMESPACE).execute();
  }

  private static String next(BlockingQueue<String> told) throws InterruptedException {
    var next = told.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("something within 30 s").isNotNull();
    return next;
  }

  @Test
  void it_knows_the_version() throws Exception {
    assertThat(new VersionApi(client).getCode().execute().getMinor()).isEqualTo("36");
  }

  @Test
  void it_creates_reads_lists_replaces_and_deletes() throws Exception {
    assertThat(create("crud", Map.of("a", "1")).getMetadata().getUid()).isNotEmpty();
    var found =
        api.listNamespacedConfigMap(NAMESPACE).labelSelector("test=crud").execute().getItems();
    assertThat(found).extracting(V1ConfigMap::getData).containsExactly(Map.of("a", "1"));
    var current = read("crud");
    var stale = read("crud");
    api.replaceNamespacedConfigMap("crud", NAMESPACE, current.putDataItem("b", "2")).execute();
    var refused =
        catchThrowableOfType(
            ApiException.class,
            () -> api.replaceNamespacedConfigMap("crud", NAMESPACE, stale).execute());
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getResponseBody()).contains("the object has been modified");
    assertThat(api.deleteNamespacedConfigMap("crud", NAMESPACE).execute().getStatus())
        .isEqualTo("Success");
    assertThat(catchThrowableOfType(ApiException.class, () -> read("crud")).getCode())
        .isEqualTo(404);
  }

  @Test
  void it_watches() throws Exception {
    create("watched", Map.of("a", "1"));
    var call =
        api.listNamespacedConfigMap(NAMESPACE)
            .fieldSelector("metadata.name=watched")
            .watch(true)
            .buildCall(null);
    var type = new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType();
    try (Watch<V1ConfigMap> watch = Watch.createWatch(client, call, type)) {
      assertThat(watch.next().type).isEqualTo("ADDED");
      api.replaceNamespacedConfigMap("watched", NAMESPACE, map("watched", Map.of("a", "2")))
          .execute();
      var modified = watch.next();
      assertThat(modified.type).isEqualTo("MODIFIED");
      assertThat(modified.object.getData()).isEqualTo(Map.of("a", "2"));
      api.deleteNamespacedConfigMap("watched", NAMESPACE).execute();
      assertThat(watch.next().type).isEqualTo("DELETED");
    }
  }

  @Test
  void its_informers_follow() throws Exception {
    create("informed", Map.of("a", "1"));
    var told = new LinkedBlockingQueue<String>();
    var factory = new SharedInformerFactory(client);
    var maps =
        new GenericKubernetesApi<>(
            V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    var informer =
        factory.sharedIndexInformerFor(
            parameters -> {
              return api.listNamespacedConfigMap(NAMESPACE)
                  .labelSelector("test=informed")
                  .resourceVersion(parameters.resourceVersion)
                  .timeoutSeconds(parameters.timeoutSeconds)
                  .watch(parameters.watch)
                  .buildCall(null);
            },
            V1ConfigMap.class,
            V1ConfigMapList.class);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(V1ConfigMap object) {
            told.add("added " + object.getData());
          }

          @Override
          public void onUpdate(V1ConfigMap old, V1ConfigMap object) {
            told.add("updated " + old.getData() + " " + object.getData());
          }

          @Override
          public void onDelete(V1ConfigMap object, boolean isStateUnknown) {
            told.add("deleted " + object.getData());
          }
        });
    factory.startAllRegisteredInformers();
    try {
      assertThat(next(told)).isEqualTo("added {a=1}");
      api.replaceNamespacedConfigMap("informed", NAMESPACE, map("informed", Map.of("a", "2")))
          .execute();
      assertThat(next(told)).isEqualTo("updated {a=1} {a=2}");
      var listed = maps.list(NAMESPACE, options("test=informed")).getObject();
      assertThat(informer.getIndexer().list()).hasSameSizeAs(listed.getItems());
      api.deleteNamespacedConfigMap("informed", NAMESPACE).execute();
      assertThat(next(told)).isEqualTo("deleted {a=2}");
    } finally {
      factory.stopAllRegisteredInformers();
    }
  }

  private static ListOptions options(String labels) {
    var options = new ListOptions();
    options.setLabelSelector(labels);
    return options;
  }

  private V1ConfigMap patch(String name, String format, String body) throws ApiException {
    return PatchUtils.patch(
        V1ConfigMap.class,
        () -> api.patchNamespacedConfigMap(name, NAMESPACE, new V1Patch(body)).buildCall(null),
        format,
        client);
  }

  @Test
  void it_patches_in_three_ways() throws Exception {
    create("patched", Map.of("a", "1"));
    patch("patched", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"data\":{\"b\":\"2\"}}");
    patch(
        "patched",
        V1Patch.PATCH_FORMAT_JSON_PATCH,
        "[{\"op\":\"add\",\"path\":\"/data/c\",\"value\":\"3\"}]");
    patch("patched", V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH, "{\"data\":{\"a\":null}}");
    assertThat(read("patched").getData()).isEqualTo(Map.of("b", "2", "c", "3"));
  }

  private V1ConfigMap apply(String value, String manager, boolean force) throws ApiException {
    var body =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"applied\"},"
            + "\"data\":{\"a\":\""
            + value
            + "\"}}";
    return PatchUtils.patch(
        V1ConfigMap.class,
        () ->
            api.patchNamespacedConfigMap("applied", NAMESPACE, new V1Patch(body))
                .fieldManager(manager)
                .force(force)
                .buildCall(null),
        V1Patch.PATCH_FORMAT_APPLY_YAML,
        client);
  }

  @Test
  void it_applies_on_the_server_and_meets_conflicts() throws Exception {
    apply("1", "one", false);
    var refused = catchThrowableOfType(ApiException.class, () -> apply("2", "two", false));
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getResponseBody())
        .contains("Apply failed with 1 conflict: conflict with \\\"one\\\": .data.a");
    var taken = apply("2", "two", true);
    assertThat(taken.getData()).isEqualTo(Map.of("a", "2"));
    // The client itself drops managed fields when it reads.
    try (var response =
        api.readNamespacedConfigMap("applied", NAMESPACE).buildCall(null).execute()) {
      assertThat(response.body().string())
          .containsOnlyOnce("\"manager\":")
          .contains("\"manager\":\"two\",\"operation\":\"Apply\"");
    }
  }

  private V1Lease lease(String holder) {
    return new V1Lease()
        .metadata(new V1ObjectMeta().name("official"))
        .spec(
            new V1LeaseSpec()
                .holderIdentity(holder)
                .leaseDurationSeconds(3)
                .renewTime(OffsetDateTime.now()));
  }

  /// The requests that leader election relies on.
  @Test
  void of_two_candidates_one_gets_the_lease() throws Exception {
    var leases = new CoordinationV1Api(client);
    leases.createNamespacedLease(NAMESPACE, lease("first")).execute();
    assertThat(
            catchThrowableOfType(
                    ApiException.class,
                    () -> leases.createNamespacedLease(NAMESPACE, lease("second")).execute())
                .getCode())
        .isEqualTo(409);
    var seen = leases.readNamespacedLease("official", NAMESPACE).execute();
    var taken = lease("second").metadata(seen.getMetadata());
    leases.replaceNamespacedLease("official", NAMESPACE, taken).execute();
    var late = lease("third").metadata(seen.getMetadata());
    assertThat(
            catchThrowableOfType(
                    ApiException.class,
                    () -> leases.replaceNamespacedLease("official", NAMESPACE, late).execute())
                .getCode())
        .isEqualTo(409);
    var now = leases.readNamespacedLease("official", NAMESPACE).execute().getSpec();
    assertThat(now.getHolderIdentity()).isEqualTo("second");
    assertThat(now.getRenewTime()).isNotNull();
  }

  /// Starts a candidate, which leads while it can, until it is closed.
  private LeaderElector candidate(String name, BlockingQueue<String> told) {
    var lock = new LeaseLock(NAMESPACE, "leader", name, client);
    var times =
        new LeaderElectionConfig(
            lock, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200));
    var elector = new LeaderElector(times);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> elector.run(() -> told.add(name + " leads"), () -> told.add(name + " stopped")));
    return elector;
  }

  @Test
  void it_elects_a_leader_by_a_lease_and_another_when_that_one_goes() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var first = candidate("first", told);
    assertThat(next(told)).isEqualTo("first leads");
    try (var _ = candidate("second", told)) {
      first.close();
      assertThat(List.of(next(told), next(told)))
          .containsExactlyInAnyOrder("first stopped", "second leads");
      var lease = new CoordinationV1Api(client).readNamespacedLease("leader", NAMESPACE).execute();
      assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("second");
      assertThat(lease.getSpec().getLeaseTransitions()).isEqualTo(1);
    }
  }
}
