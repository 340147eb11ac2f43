package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import timonier.apiserver.schema.Schemas;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.sim.Simulation;
import timonier.pods.JsonFormat;
import timonier.pods.PodsPart;
import timonier.store.MemoryStore;

/// Writers change a few objects at random while watchers come, are cut off and resume: whoever has
/// listed and then watched knows in the end what a list shows, and heard nothing twice.
class WatchesSimulation {

  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final int SEEDS = 60;
  private static final int WRITES = 60;

  private static final Schemas SCHEMAS = new Schemas();
  private static final List<String> SELECTORS = List.of("", "app=a", "app!=a", "app in (a,b)");

  @Test
  void whoever_lists_and_watches_knows_what_is_there() {
    var events = 0;
    for (var seed = 1; seed <= SEEDS; seed++) {
      try (var simulation = new Simulation(seed)) {
        events += run(simulation, seed);
      }
    }
    assertThat(events).as("events that had something to judge").isGreaterThan(SEEDS * WRITES);
  }

  private static int run(Simulation simulation, long seed) {
    var server =
        new ApiServer(
            simulation.loop("apiserver"),
            new MemoryStore(),
            SCHEMAS,
            List.of(PodsPart.part(), ApiServerPart.part()),
            Authorizer.fixed(),
            Optional.empty());
    var watchers = new ArrayList<Follower>();
    for (var i = 0; i < 8; i++) {
      var loop = simulation.loop("watcher-" + i);
      var follower = new Follower(server, loop, SELECTORS.get(i % SELECTORS.size()));
      watchers.add(follower);
      loop.after(Duration.ofMillis(simulation.random().nextInt(200)), follower::list);
      loop.after(Duration.ofMillis(200 + simulation.random().nextInt(200)), follower::cut);
    }
    for (var i = 0; i < 3; i++) {
      var loop = simulation.loop("writer-" + i);
      loop.spawn("writes", () -> write(server, loop, simulation.random()));
    }
    simulation.runFor(Duration.ofSeconds(30));
    for (var watcher : watchers) {
      assertThat(watcher.known)
          .as("seed %d, selector '%s'", seed, watcher.selector)
          .isEqualTo(watcher.read());
    }
    return watchers.stream().mapToInt(watcher -> watcher.events).sum();
  }

  private static void write(ApiServer server, EventLoop loop, RandomGenerator random) {
    for (var i = 0; i < WRITES; i++) {
      loop.sleep(Duration.ofMillis(random.nextInt(10)));
      var name = "n" + random.nextInt(4);
      var label = List.of("a", "b", "c").get(random.nextInt(3));
      var labels =
          "\"metadata\":{\"name\":\"%s\",\"labels\":{\"app\":\"%s\"}}".formatted(name, label);
      switch (random.nextInt(3)) {
        case 0 -> send(server, "POST", PATH, "application/json", "{" + labels + "}");
        case 1 ->
            send(
                server,
                "PATCH",
                PATH + "/" + name,
                "application/merge-patch+json",
                "{" + labels + "}");
        default -> send(server, "DELETE", PATH + "/" + name, "", "");
      }
    }
  }

  private static void send(ApiServer server, String method, String path, String type, String body) {
    server.call(
        ApiRequest.of(method, path, User.admin())
            .withBody(type, body.getBytes(StandardCharsets.UTF_8)));
  }

  /// Keeps a copy of a selection by listing once and watching ever after.
  private static final class Follower {
    private final ApiServer server;
    private final EventLoop loop;
    private final String selector;
    private final Map<String, JsonNode> known = new TreeMap<>();
    private long revision;
    private int events;
    private int connection;
    private Cancellable watch = () -> {};

    Follower(ApiServer server, EventLoop loop, String selector) {
      this.server = server;
      this.loop = loop;
      this.selector = selector;
    }

    private ApiRequest request() {
      return ApiRequest.of("GET", PATH, User.admin()).with("labelSelector", selector);
    }

    Map<String, JsonNode> read() {
      var list = TestServer.expect(200, server.call(request()));
      var objects = new TreeMap<String, JsonNode>();
      list.path("items").forEach(item -> objects.put(item.at("/metadata/name").asText(), item));
      return objects;
    }

    void list() {
      var list = TestServer.expect(200, server.call(request()));
      list.path("items").forEach(item -> known.put(item.at("/metadata/name").asText(), item));
      revision = Long.parseLong(TestServer.version(list));
      follow();
    }

    private void follow() {
      var current = ++connection;
      watch =
          server.watch(
              request().with("watch", "true").with("resourceVersion", Long.toString(revision)),
              new Transport.WatchObserver() {
                @Override
                public void event(String type, byte[] object) {
                  loop.run(() -> take(current, type, JsonFormat.parse(object)));
                }

                @Override
                public void closed() {}
              });
    }

    /// The connection breaks: what is under way is lost.
    void cut() {
      if (revision > 0) {
        watch.cancel();
        follow();
      }
    }

    private void take(int from, String type, JsonNode object) {
      if (from != connection) {
        return;
      }
      var next = Long.parseLong(TestServer.version(object));
      assertThat(next).as("events come once and in order").isGreaterThan(revision);
      revision = next;
      events++;
      var name = object.at("/metadata/name").asText();
      switch (type) {
        case "ADDED" -> assertThat(known.put(name, object)).as("ADDED " + name).isNull();
        case "MODIFIED" -> assertThat(known.put(name, object)).as("MODIFIED " + name).isNotNull();
        case "DELETED" -> assertThat(known.remove(name)).as("DELETED " + name).isNotNull();
        default -> throw new AssertionError(type);
      }
    }
  }
}
