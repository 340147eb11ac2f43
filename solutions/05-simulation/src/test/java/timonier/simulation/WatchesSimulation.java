package timonier.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.EventLoop.Cancellable;
import timonier.kit.sim.Simulation;
import timonier.kit.testing.Extent;
import timonier.pods.PodsPart;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;
import timonier.simulation.WatchGuarantees.Guarantee;
import timonier.simulation.WatchGuarantees.Judge;
import timonier.store.KeyRange;
import timonier.store.MemoryStore;
import timonier.store.Store;

/// Writers change a few objects at random while watchers come, are cut off and resume. In the end,
/// each watcher that listed and then watched knows what a list shows, and each watch kept its
/// guarantees.
class WatchesSimulation {

  private static JsonNode expect(int code, ApiResponse response) {
    var body = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.code()).as(body).isEqualTo(code);
    return JsonFormat.parse(response.body());
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final int SEEDS = Extent.pick("timonier.seeds", 20, 60, 600);
  private static final int WRITES = 60;

  private static final Schemas SCHEMAS = new Schemas();
  private static final KeyRange RANGE = new KeyRange("configmaps", "default", "");

  /// A selector, and what it means to the judge.
  private record Selector(String text, Predicate<String> selects) {
    boolean matches(JsonNode object) {
      return selects.test(object.at("/metadata/labels/app").asText());
    }
  }

  private static final List<Selector> SELECTORS =
      List.of(
          new Selector("", _ -> true),
          new Selector("app=a", "a"::equals),
          new Selector("app!=a", app -> !app.equals("a")),
          new Selector("app in (a,b)", List.of("a", "b")::contains));

  @Test
  void a_client_that_lists_and_watches_knows_what_is_there() {
    var judged = new TreeMap<String, Integer>();
    for (var seed = 1; seed <= SEEDS; seed++) {
      try (var simulation = new Simulation(seed)) {
        run(simulation, seed)
            .judged()
            .forEach((title, count) -> judged.merge(title, count, Integer::sum));
      }
    }
    System.out.println(SEEDS + " seeds of watches, judged " + judged);
    for (var guarantee : Guarantee.values()) {
      assertThat(judged.getOrDefault(guarantee.title(), 0))
          .as(guarantee.title())
          .isGreaterThan(SEEDS);
    }
  }

  private static WatchGuarantees run(Simulation simulation, long seed) {
    var store = new MemoryStore();
    var server = server(simulation, store);
    var guarantees = new WatchGuarantees();
    var written = store.watch(KeyRange.of("configmaps"), 0, () -> {});
    simulation.always(() -> written.poll(WRITES).forEach(guarantees::wrote));
    var watchers = new ArrayList<Follower>();
    for (var i = 0; i < 8; i++) {
      var loop = simulation.loop("watcher-" + i);
      var selector = SELECTORS.get(i % SELECTORS.size());
      var follower = new Follower(new Served(server, store, guarantees), loop, selector);
      watchers.add(follower);
      loop.after(Duration.ofMillis(simulation.random().nextInt(200)), follower::list);
      loop.after(Duration.ofMillis(200 + simulation.random().nextInt(400)), follower::cut);
    }
    for (var i = 0; i < 3; i++) {
      var loop = simulation.loop("writer-" + i);
      loop.spawn("writes", () -> write(server, loop, simulation.random()));
    }
    var compaction = Duration.ofMillis(200 + simulation.random().nextInt(400));
    simulation.loop("compaction").after(compaction, () -> store.compact(store.revision()));
    simulation.runFor(Duration.ofSeconds(30));
    guarantees.settled(store.revision());
    for (var watcher : watchers) {
      assertThat(watcher.known)
          .as("seed %d, selector '%s'", seed, watcher.selector.text())
          .isEqualTo(watcher.read());
    }
    return guarantees;
  }

  private static ApiServer server(Simulation simulation, Store store) {
    return new ApiServer(
            simulation.loop("apiserver"),
            store,
            SCHEMAS,
            List.of(PodsPart.part(), ApiServerPart.part()),
            Optional.empty())
        .start();
  }

  private static void write(ApiServer server, EventLoop loop, RandomGenerator random) {
    for (var i = 0; i < WRITES; i++) {
      loop.sleep(Duration.ofMillis(random.nextInt(30)));
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

  /// A server and its judge.
  private record Served(ApiServer server, Store store, WatchGuarantees guarantees) {}

  /// Keeps a copy of a selection: lists, then watches, and lists again only if its revision is no
  /// longer kept.
  private static final class Follower {
    private final Served served;
    private final EventLoop loop;
    private final Selector selector;
    private final Map<String, JsonNode> known = new TreeMap<>();
    private long revision;
    private int connection;
    private Cancellable watch = () -> {};
    private Optional<Judge> judge = Optional.empty();

    Follower(Served served, EventLoop loop, Selector selector) {
      this.served = served;
      this.loop = loop;
      this.selector = selector;
    }

    private ApiRequest request() {
      return ApiRequest.of("GET", PATH, User.admin()).with("labelSelector", selector.text());
    }

    Map<String, JsonNode> read() {
      var list = expect(200, served.server().call(request()));
      var objects = new TreeMap<String, JsonNode>();
      list.path("items").forEach(item -> objects.put(item.at("/metadata/name").asText(), item));
      return objects;
    }

    void list() {
      var list = expect(200, served.server().call(request()));
      known.clear();
      list.path("items").forEach(item -> known.put(item.at("/metadata/name").asText(), item));
      revision = Long.parseLong(version(list));
      follow();
    }

    /// Watches for a second, which ends with a bookmark.
    private void follow() {
      var judging = served.guarantees().begin(RANGE, selector::matches, revision);
      judge = Optional.of(judging);
      var from =
          request()
              .with("watch", "true")
              .with("allowWatchBookmarks", "true")
              .with("timeoutSeconds", "1")
              .with("resourceVersion", Long.toString(revision));
      try {
        watch = served.server().watch(from, new Connection(++connection, judging));
      } catch (ApiException refusal) {
        assertThat(refusal.code()).isEqualTo(410);
        expired(judging);
        list();
      }
    }

    private void expired(Judge judging) {
      judging.end();
      served.guarantees().expired(judging, served.store().compactedRevision());
    }

    /// Breaks the connection: events under way are lost. The follower notices after a while.
    void cut() {
      if (revision > 0) {
        connection++;
        judge.ifPresent(Judge::end);
        watch.cancel();
        loop.after(Duration.ofMillis(50), this::follow);
      }
    }

    private void take(String type, JsonNode object) {
      revision = Long.parseLong(version(object));
      var name = object.at("/metadata/name").asText();
      switch (type) {
        case "ADDED" -> assertThat(known.put(name, object)).as("ADDED " + name).isNull();
        case "MODIFIED" -> assertThat(known.put(name, object)).as("MODIFIED " + name).isNotNull();
        case "DELETED" -> assertThat(known.remove(name)).as("DELETED " + name).isNotNull();
        default -> assertThat(type).isEqualTo("BOOKMARK");
      }
    }

    /// One watch; its events are ignored once the follower has another one.
    private final class Connection implements Transport.WatchObserver {
      private final int mine;
      private final Judge judging;

      Connection(int mine, Judge judging) {
        this.mine = mine;
        this.judging = judging;
      }

      private void ifCurrent(Runnable told) {
        loop.run(() -> {
          if (mine == connection) {
            told.run();
          }
        });
      }

      @Override
      public void event(String type, byte[] object) {
        ifCurrent(() -> {
          if (type.equals("ERROR")) {
            expired(judging);
            list();
          } else {
            judging.event(type, object);
            take(type, JsonFormat.parse(object));
          }
        });
      }

      @Override
      public void closed() {
        ifCurrent(() -> {
          judging.end();
          follow();
        });
      }
    }
  }
}
