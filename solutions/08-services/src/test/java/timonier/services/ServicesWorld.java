package timonier.services;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.Client;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.Part;
import timonier.services.ProxyPlan.Place;
import timonier.simulation.WatchGuarantees;
import timonier.store.KeyRange;
import timonier.store.MemoryStore;

/// A server, and the components of services, which crash.
final class ServicesWorld implements AutoCloseable {

  private static final Schemas SCHEMAS = new Schemas();

  final Simulation simulation;
  final MemoryStore store = new MemoryStore();
  final WatchGuarantees guarantees = new WatchGuarantees();
  final Map<Place, List<Place>> routes = new TreeMap<>();
  final Part part;
  final Client client;
  final ApiServer server;
  double faultiness;
  int failures;
  int copies;
  private int starts;

  ServicesWorld(long seed, String range) {
    simulation = new Simulation(seed);
    part = ServicesPart.part(range, () -> new NotedListeners(routes));
    server = server("apiserver");
    client = new TransportClient(server, User.admin());
    judgeWatches();
  }

  private void judgeWatches() {
    for (var type : Part.resourceTypes(List.of(PodsPart.part(), ApiServerPart.part(), part))) {
      var writes = store.watch(KeyRange.of(type.groupResource()), 0, () -> {});
      simulation.always(() -> writes.poll(1000).forEach(guarantees::wrote));
    }
  }

  ApiServer server(String name) {
    return new ApiServer(
            simulation.loop(name),
            store,
            SCHEMAS,
            List.of(PodsPart.part(), ApiServerPart.part(), part),
            Optional.empty())
        .start();
  }

  void start() {
    starts++;
    for (var factory : Part.extensions(List.of(part), ComponentFactory.class)) {
      var loop = simulation.loop("components-" + starts + "/" + factory.name());
      var client = new TransportClient(new Network(loop), User.component(factory.name()));
      var settings = Settings.defaults().on("node", "127.1.0.1");
      factory.start(new ComponentContext(loop, client, settings));
    }
  }

  void crash() {
    simulation.crash("components-" + starts);
  }

  /// Does something as a user, and ignores faults.
  <T> Optional<T> attempt(Supplier<T> work) {
    return simulation.call(() -> {
      try {
        return Optional.of(work.get());
      } catch (ApiException refusal) {
        return Optional.empty();
      }
    });
  }

  /// A component's transport to the server.
  private final class Network implements Transport {
    private final EventLoop loop;

    Network(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public ApiResponse call(ApiRequest request) {
      loop.sleep(Duration.ofMillis(faultiness > 0 ? simulation.random().nextInt(300) : 1));
      fail();
      var response = server.call(request);
      loop.sleep(Duration.ofMillis(faultiness > 0 ? simulation.random().nextInt(300) : 1));
      fail();
      return response;
    }

    private void fail() {
      if (faultiness > 0 && simulation.chance(faultiness)) {
        failures++;
        throw new ApiException(
            timonier.pods.objects.Status.failure(503, "ServiceUnavailable", "the answer was lost"));
      }
    }

    @Override
    public EventLoop.Cancellable watch(ApiRequest request, WatchObserver observer) {
      loop.sleep(Duration.ofMillis(1));
      fail();
      var judge = guarantees.begin(request);
      var watch = server.watch(request, judge.observing(observer, store::compactedRevision));
      if (faultiness > 0 && simulation.chance(0.5)) {
        loop.after(
            Duration.ofMillis(simulation.random().nextInt(20_000)),
            () -> {
              watch.cancel();
              observer.closed();
            });
      }
      return watch;
    }
  }

  @Override
  public void close() {
    simulation.close();
  }

  private record NotedListeners(Map<Place, List<Place>> noted) implements Listeners {
    @Override
    public Map<Place, String> route(Map<Place, List<Place>> routes) {
      noted.clear();
      noted.putAll(routes);
      return Map.of();
    }

    @Override
    public void close() {}
  }

  /// A document with `'` in place of `"`.
  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JsonFormat.mapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A service for the pods `app: web`.
  ///
  /// @param extra further members of its `spec`, each after a comma
  Service createService(String name, String extra) {
    return client.create(
        Service.TYPE,
        "default",
        Json.of(
            json(
                """
                {'apiVersion': 'v1', 'kind': 'Service', 'metadata': {'name': '%s'},
                 'spec': {
                   'selector': {'app': 'web'}, 'ports': [{'port': 80, 'targetPort': 8080}] %s}}
                """
                    .formatted(name, extra))));
  }

  /// A service without a selector that has a port on each node.
  static Json nodePort(String name) {
    return Json.of(
        json(
            """
            {'apiVersion': 'v1', 'kind': 'Service', 'metadata': {'name': '%s'},
             'spec': {'type': 'NodePort', 'ports': [{'port': 80}]}}
            """
                .formatted(name)));
  }
}
