package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
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
import timonier.client.DeleteOptions;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.kit.testing.Extent;
import timonier.pods.Pod;
import timonier.pods.PodsPart;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Part;
import timonier.services.ProxyPlan.Place;
import timonier.simulation.WatchGuarantees;
import timonier.store.KeyRange;
import timonier.store.MemoryStore;

class ServicesSimulation {

  private static final int SEEDS = Extent.pick("timonier.seeds", 15, 50, 500);
  private static final Schemas SCHEMAS = new Schemas();
  private static final ObjectKey WEB = new ObjectKey("default", "web");

  /// A service whose endpoints a user lists by hand.
  private static final ObjectKey HAND = new ObjectKey("default", "hand");

  /// A server, and the components of this stratum, which crash.
  private static final class World implements AutoCloseable {
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

    World(long seed, String range) {
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
              timonier.pods.objects.Status.failure(
                  503, "ServiceUnavailable", "the answer was lost"));
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

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JsonFormat.mapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Service createService(World world, String name, String extra) {
    return world.client.create(
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

  private static Pod createPod(World world, int number) {
    var name = "web-" + number;
    world.client.create(
        ResourceTypes.PODS,
        "default",
        Json.of(
            json(
                """
                {'apiVersion': 'v1', 'kind': 'Pod',
                 'metadata': {'name': '%s', 'labels': {'app': 'web'}},
                 'spec': {'nodeName': 'node', 'containers': [{'name': 'web', 'image': 'web'}]}}
                """
                    .formatted(name))));
    return setReady(world, name, true, "10.244.0." + number);
  }

  private static Pod setReady(World world, String name, boolean ready, String address) {
    var body =
        json(
            """
            {'status': {'phase': 'Running', 'podIP': '%s',
              'conditions': [{'type': 'Ready', 'status': '%s'}]}}
            """
                .formatted(address, ready ? "True" : "False"));
    return world.client.patch(
        ResourceTypes.PODS, new ObjectKey("default", name), Patch.merge(body).to("status"));
  }

  private static void disturb(World world) {
    world.faultiness = 0.05;
    world.start();
    world.attempt(() -> createService(world, "web", ""));
    world.attempt(() -> world.client.create(Service.TYPE, "default", nodePort("hand")));
    for (var round = 0; round < 40; round++) {
      var number = 1 + world.simulation.random().nextInt(8);
      world.attempt(() -> change(world, number));
      world.simulation.runFor(Duration.ofMillis(world.simulation.random().nextInt(2000)));
      if (world.simulation.chance(0.1)) {
        world.crash();
        world.start();
      }
    }
  }

  private static Object change(World world, int number) {
    var name = "web-" + number;
    var key = new ObjectKey("default", name);
    return switch (world.simulation.random().nextInt(12)) {
      case 0, 1, 2 -> createPod(world, number);
      case 3 -> setReady(world, name, false, "10.244.0." + number);
      case 4 -> setReady(world, name, true, "10.244.0." + number);
      case 5 -> delete(world, key, 30);
      case 6 -> delete(world, key, 0);
      case 7 -> replaceService(world);
      case 8, 9 -> listByHand(world, number, "{}");
      case 10 -> listByHand(world, number, "{'endpointslice.kubernetes.io/skip-mirror': 'true'}");
      default -> {
        world.client.delete(Endpoints.TYPE, HAND, DeleteOptions.any());
        yield HAND;
      }
    };
  }

  /// Writes endpoints as a user, replacing those that may be there.
  private static Endpoints listByHand(World world, int number, String labels) {
    var document =
        json(
            """
            {'apiVersion': 'v1', 'kind': 'Endpoints', 'metadata': {'name': 'hand', 'labels': %s},
             'subsets': [{'addresses': [{'ip': '10.1.2.%d'}], 'ports': [{'port': %d}]}]}
            """
                .formatted(labels, number, 9000 + number % 3));
    if (world.client.find(Endpoints.TYPE, HAND).isPresent()) {
      world.client.delete(Endpoints.TYPE, HAND, DeleteOptions.any());
    }
    return world.client.create(Endpoints.TYPE, "default", Json.of(document));
  }

  private static ObjectKey delete(World world, ObjectKey pod, long grace) {
    var uid = world.client.get(ResourceTypes.PODS, pod).metadata().uid();
    world.client.delete(ResourceTypes.PODS, pod, DeleteOptions.of(uid).within(grace));
    return pod;
  }

  /// Replaces a service, and deletes its slices, as there is no garbage collector here.
  private static Service replaceService(World world) {
    var old = world.client.get(Service.TYPE, WEB);
    world.client.delete(Service.TYPE, WEB, DeleteOptions.of(old.metadata().uid()));
    for (var slice : slices(world, WEB)) {
      world.client.delete(
          EndpointSlice.TYPE, slice.key(), DeleteOptions.of(slice.metadata().uid()));
    }
    return createService(world, "web", "");
  }

  private static List<EndpointSlice> slices(World world, ObjectKey service) {
    return world.client.list(EndpointSlice.TYPE, ListOptions.all()).items().stream()
        .filter(slice -> slice.serviceKey().equals(service))
        .toList();
  }

  /// What one run came to.
  ///
  /// @param failures how many calls failed
  /// @param events how many events of watches were judged
  /// @param copies how many copies of endpoints were judged
  private record Outcome(int failures, int events, int copies) {}

  @Test
  void endpoints_follow_the_pods_whatever_fails() {
    var outcomes = LongStream.rangeClosed(1, SEEDS).mapToObj(ServicesSimulation::follow).toList();
    assertThat(outcomes.stream().mapToInt(Outcome::failures).sum())
        .as("faults that fired")
        .isGreaterThan(SEEDS);
    assertThat(outcomes.stream().mapToInt(Outcome::copies).sum())
        .as("copies of endpoints that were judged")
        .isGreaterThan(SEEDS / 10);
    assertThat(outcomes.stream().mapToInt(Outcome::events).sum())
        .as("events of watches that were judged")
        .isGreaterThan(SEEDS);
  }

  /// Runs one seed in which pods, services and lists come and go, and judges what is there once
  /// nothing fails any more.
  static Outcome follow(long seed) {
    try (var world = new World(seed, "10.96.0.0/16")) {
      disturb(world);
      world.faultiness = 0;
      world.simulation.runFor(Duration.ofMinutes(3));
      judge(world);
      var events = world.guarantees.judged().getOrDefault("ordered", 0);
      return new Outcome(world.failures, events, world.copies);
    }
  }

  private static void judge(World world) {
    var pods = world.attempt(() -> world.client.list(ResourceTypes.PODS, ListOptions.all()));
    var slices = world.attempt(() -> slices(world, WEB));
    var service = world.attempt(() -> world.client.get(Service.TYPE, WEB)).orElseThrow();
    var wanted = new TreeMap<String, Boolean>();
    var ready = new TreeSet<String>();
    for (var pod : pods.orElseThrow().items()) {
      var address = pod.status().orElseThrow().podIP();
      if (!address.isEmpty()) {
        var isReady = pod.isReady() && !pod.metadata().isBeingDeleted();
        wanted.put(address, isReady);
        if (isReady) {
          ready.add(address + ":8080");
        }
      }
    }
    var listed = new ArrayList<String>();
    var told = new TreeMap<String, Boolean>();
    for (var slice : slices.orElseThrow()) {
      for (var endpoint : slice.endpoints()) {
        listed.add(endpoint.addresses().getFirst());
        told.put(endpoint.addresses().getFirst(), endpoint.conditions().isReady());
      }
    }
    assertThat(listed).as("seed %d", world.simulation.seed()).doesNotHaveDuplicates();
    assertThat(told).as("seed %d", world.simulation.seed()).isEqualTo(wanted);
    if (!ready.isEmpty()) {
      var routes = world.routes.getOrDefault(new Place(service.spec().clusterIP(), 80), List.of());
      assertThat(routes).extracting(Place::toString).containsExactlyInAnyOrderElementsOf(ready);
    }
    judgeEndpoints(world, ready);
    judgeCopies(world);
  }

  private static void judgeCopies(World world) {
    var original = world.attempt(() -> world.client.get(Endpoints.TYPE, HAND));
    var wanted = new TreeSet<String>();
    original
        .filter(found -> found.metadata().labels().isEmpty())
        .ifPresent(found ->
            found.subsets().stream()
                .map(subset ->
                    subset.addresses().getFirst().ip() + ":" + subset.ports().getFirst().port())
                .forEach(wanted::add));
    world.copies += wanted.size();
    assertThat(world.attempt(() -> slices(world, HAND)).orElseThrow())
        .as("copies of endpoints, seed %d", world.simulation.seed())
        .hasSize(wanted.size());
    var service = world.attempt(() -> world.client.get(Service.TYPE, HAND)).orElseThrow();
    assertThat(world.routes.getOrDefault(new Place(service.spec().clusterIP(), 80), List.of()))
        .extracting(Place::toString)
        .containsExactlyElementsOf(wanted);
  }

  private static void judgeEndpoints(World world, TreeSet<String> ready) {
    var endpoints = world.attempt(() -> world.client.get(Endpoints.TYPE, WEB)).orElseThrow();
    var addresses = new TreeSet<String>();
    for (var subset : endpoints.subsets()) {
      subset.addresses().forEach(address -> addresses.add(address.ip() + ":8080"));
    }
    assertThat(addresses).isEqualTo(ready);
  }

  @Test
  void two_servers_never_give_an_address_or_port_twice() {
    for (var seed = 1; seed <= SEEDS; seed++) {
      share(seed);
    }
  }

  /// Runs one seed in which two servers give out what there is, and judges that nobody shares it.
  static void share(long seed) {
    try (var world = new World(seed, "10.96.0.0/27")) {
      var clients = List.of(world.client, new TransportClient(world.server("other"), User.admin()));
      claimAtOnce(world, clients);
      var services = world.attempt(() -> world.client.list(Service.TYPE, ListOptions.all()));
      var taken = new HashMap<Object, String>();
      for (var service : services.orElseThrow().items()) {
        var name = service.metadata().name();
        var port = service.spec().ports().getFirst().nodePort();
        assertThat(taken.put(service.spec().clusterIP(), name)).as("seed %d", seed).isNull();
        assertThat(taken.put(port, name)).as("seed %d", seed).isNull();
      }
      assertThat(services.orElseThrow().items()).as("seed %d", seed).hasSizeGreaterThan(20);
    }
  }

  private static void claimAtOnce(World world, List<Client> clients) {
    for (var i = 0; i < 40; i++) {
      var name = "service-" + i;
      var client = clients.get(i % 2);
      var pause = Duration.ofMillis(world.simulation.random().nextInt(50));
      var again = world.simulation.chance(0.2);
      world.simulation.loop("user-" + i).run(() -> claim(world, client, name, pause, again));
    }
    world.simulation.runFor(Duration.ofMinutes(5));
  }

  private static void claim(
      World world, Client client, String name, Duration pause, boolean again) {
    world.simulation.pause();
    try {
      var made = client.create(Service.TYPE, "default", nodePort(name));
      if (again) {
        client.delete(Service.TYPE, made.key(), DeleteOptions.of(made.metadata().uid()));
        world.simulation.pause();
        client.create(Service.TYPE, "default", nodePort(name));
      }
    } catch (ApiException refusal) {
      assertThat(refusal.getMessage()).contains("full");
    }
  }

  private static Json nodePort(String name) {
    return Json.of(
        json(
            """
            {'apiVersion': 'v1', 'kind': 'Service', 'metadata': {'name': '%s'},
             'spec': {'type': 'NodePort', 'ports': [{'port': 80}]}}
            """
                .formatted(name)));
  }

  @Test
  void impossible_addresses_are_refused_in_the_words_of_Kubernetes() {
    try (var world = new World(1, "10.96.0.0/16")) {
      var first = world.simulation.call(() -> createService(world, "first", ""));
      assertThat(first.spec().clusterIP()).startsWith("10.96.");
      var taken = ", 'clusterIP': '%s'".formatted(first.spec().clusterIP());
      assertThat(refusal(world, taken))
          .isEqualTo(
              "Service \"web\" is invalid: spec.clusterIPs: Invalid value: [\"%1$s\"]: failed to"
                      .formatted(first.spec().clusterIP())
                  + " allocate IP %s: provided IP is already allocated"
                      .formatted(first.spec().clusterIP()));
      assertThat(refusal(world, ", 'clusterIP': '192.0.2.1'"))
          .endsWith(
              "failed to allocate IP 192.0.2.1: the provided IP (192.0.2.1) is not in the valid"
                  + " range. The range of valid IPs is 10.96.0.0/16");
      assertThat(refusal(world, ", 'clusterIP': 'x'"))
          .endsWith("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
      world.simulation.call(() -> {
        world.client.delete(Service.TYPE, first.key(), DeleteOptions.of(first.metadata().uid()));
        return first;
      });
      var next = world.simulation.call(() -> createService(world, "web", taken));
      assertThat(next.spec().clusterIP()).isEqualTo(first.spec().clusterIP());
    }
  }

  private static String refusal(World world, String extra) {
    return world.simulation.call(() -> {
      try {
        createService(world, "web", extra);
        return "it was given";
      } catch (ApiException refusal) {
        return String.valueOf(refusal.getMessage());
      }
    });
  }
}
