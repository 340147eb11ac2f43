package timonier.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.LiveLoops;
import timonier.pods.Pod;
import timonier.pods.PodsPart;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.KubernetesObject;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;
import timonier.scheduler.SchedulerPart;
import timonier.store.MemoryStore;

/// Measures the scheduler alone, in this process, from its start until the last pod is bound. An
/// API server in memory holds nodes and pods before. Reading all of them and writing each binding
/// is part of the time.
final class BenchScheduler {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// Schedules.
  ///
  /// @return pods a second
  static double run(int nodes, int pods) {
    try (var loops = new LiveLoops(BenchScheduler::reportBug)) {
      var parts = List.of(PodsPart.part(), ApiServerPart.part(), SchedulerPart.part());
      var server =
          new ApiServer(
                  loops.loop("apiserver"),
                  new MemoryStore(),
                  new Schemas(),
                  parts,
                  Optional.empty())
              .start();
      var client = new TransportClient(server, User.component("bench"));
      for (var i = 0; i < nodes; i++) {
        create(client, ResourceTypes.NODES, "", BenchObjects.node(i));
        patchStatus(client, i);
      }
      for (var i = 0; i < pods; i++) {
        create(client, ResourceTypes.PODS, "default", BenchObjects.pod("p-" + i));
      }
      return schedule(loops, server, parts, pods);
    }
  }

  private static void reportBug(String loop, Throwable bug) {
    LoggerFactory.getLogger(loop).error("a task failed", bug);
  }

  private static double schedule(LiveLoops loops, ApiServer server, List<Part> parts, int pods) {
    var watching = new TransportClient(server, User.component("bench"));
    var bound = new CountDownLatch(pods);
    var _ = watching.watch(ResourceTypes.PODS, ListOptions.all(), new Bindings(bound));
    var start = System.nanoTime();
    for (var factory : Part.extensions(parts, ComponentFactory.class)) {
      var settings = new Settings(Duration.ofSeconds(40), "", "", "127.64.0.0/16");
      var client = new TransportClient(server, User.component(factory.name()));
      var _ = factory.start(new ComponentContext(loops.loop(factory.name()), client, settings));
    }
    try {
      if (!bound.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new BenchFailure(bound.getCount() + " pods were not bound in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return pods / ((System.nanoTime() - start) / 1e9);
  }

  private static <T extends KubernetesObject> void create(
      Client client, ResourceType<T> type, String namespace, String json) {
    var _ = client.create(type, namespace, tree(json));
  }

  private static void patchStatus(Client client, int node) {
    var status = tree("{\"status\":" + BenchObjects.nodeStatus() + "}").tree();
    var patch = Patch.merge((ObjectNode) status).to("status");
    var _ = client.patch(ResourceTypes.NODES, ObjectKey.of("bn-" + node), patch);
  }

  private static Json tree(String json) {
    return Json.of(JsonFormat.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /// Counts pods that have got their node.
  private record Bindings(CountDownLatch left) implements Client.Watcher<Pod> {
    @Override
    public void event(Client.EventType type, Pod pod) {
      if (type == Client.EventType.MODIFIED && pod.spec().isBound()) {
        left.countDown();
      }
    }

    @Override
    public void bookmark(String resourceVersion) {}

    @Override
    public void closed(boolean expired) {}
  }

  private BenchScheduler() {}
}
