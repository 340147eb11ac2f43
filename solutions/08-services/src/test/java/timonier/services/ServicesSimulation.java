package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.services.ServicesWorld.json;
import static timonier.services.ServicesWorld.nodePort;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import timonier.client.DeleteOptions;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.kit.testing.Extent;
import timonier.pods.Pod;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.Json;
import timonier.pods.objects.ObjectKey;
import timonier.services.ProxyPlan.Place;

/// Endpoints, and copies of those that users list by hand, follow what they are made of.
class ServicesSimulation {

  private static final int SEEDS = Extent.pick("timonier.seeds", 15, 50, 500);
  private static final ObjectKey WEB = new ObjectKey("default", "web");

  /// A service whose endpoints a user lists by hand.
  private static final ObjectKey HAND = new ObjectKey("default", "hand");

  private static Pod createPod(ServicesWorld world, int number) {
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

  private static Pod setReady(ServicesWorld world, String name, boolean ready, String address) {
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

  private static void disturb(ServicesWorld world) {
    world.faultiness = 0.05;
    world.start();
    world.attempt(() -> world.createService("web", ""));
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

  private static Object change(ServicesWorld world, int number) {
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
  private static Endpoints listByHand(ServicesWorld world, int number, String labels) {
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

  private static ObjectKey delete(ServicesWorld world, ObjectKey pod, long grace) {
    var uid = world.client.get(ResourceTypes.PODS, pod).metadata().uid();
    world.client.delete(ResourceTypes.PODS, pod, DeleteOptions.of(uid).within(grace));
    return pod;
  }

  /// Replaces a service, and deletes its slices, as there is no garbage collector here.
  private static Service replaceService(ServicesWorld world) {
    var old = world.client.get(Service.TYPE, WEB);
    world.client.delete(Service.TYPE, WEB, DeleteOptions.of(old.metadata().uid()));
    for (var slice : slices(world, WEB)) {
      world.client.delete(
          EndpointSlice.TYPE, slice.key(), DeleteOptions.of(slice.metadata().uid()));
    }
    return world.createService("web", "");
  }

  private static List<EndpointSlice> slices(ServicesWorld world, ObjectKey service) {
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
    try (var world = new ServicesWorld(seed, "10.96.0.0/16")) {
      disturb(world);
      world.faultiness = 0;
      world.simulation.runFor(Duration.ofMinutes(3));
      judge(world);
      var events = world.guarantees.judged().getOrDefault("ordered", 0);
      return new Outcome(world.failures, events, world.copies);
    }
  }

  private static void judge(ServicesWorld world) {
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

  private static void judgeCopies(ServicesWorld world) {
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

  private static void judgeEndpoints(ServicesWorld world, TreeSet<String> ready) {
    var endpoints = world.attempt(() -> world.client.get(Endpoints.TYPE, WEB)).orElseThrow();
    var addresses = new TreeSet<String>();
    for (var subset : endpoints.subsets()) {
      subset.addresses().forEach(address -> addresses.add(address.ip() + ":8080"));
    }
    assertThat(addresses).isEqualTo(ready);
  }
}
