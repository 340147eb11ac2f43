package timonier.services.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.pods.objects.Part;
import timonier.services.Listeners;
import timonier.services.ProxyPlan.Place;
import timonier.services.ServicesPart;
import timonier.services.proxy.Silence.Peer;
import timonier.store.MemoryStore;

class SilenceTest {

  private static final Schemas SCHEMAS = new Schemas();
  private static final int SEEDS = 40;

  /// How long a silent peer may continue to get connections.
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /// How a peer falls silent.
  private enum Kind {
    /// It is stopped by a signal; nobody connects meanwhile.
    STOPPED(new Peer(true, false, "7")),
    /// It hangs, and connections wait.
    HUNG(new Peer(false, true, "7"));

    private final Peer seen;

    Kind(Peer seen) {
      this.seen = seen;
    }
  }

  /// Peers of a proxy that fall silent at some moment, except one that is only busy.
  private static final class Peers implements Listeners {
    private static final long BUSY = 1;
    private final Simulation simulation;
    private final EventLoop loop;
    private final Kind kind;
    private final Silence silence = new Silence();
    private final Map<Long, Instant> since = new TreeMap<>();
    private final Map<Long, Instant> ended = new HashMap<>();
    private int looks;

    Peers(Simulation simulation, EventLoop loop, Kind kind) {
      this.simulation = simulation;
      this.loop = loop;
      this.kind = kind;
      for (var pid = BUSY + 1; pid <= 9; pid++) {
        var silent = Duration.ofMillis(5000 + simulation.random().nextInt(5000));
        since.put(pid, simulation.now().plus(silent));
      }
    }

    @Override
    public Map<Place, String> route(Map<Place, List<Place>> routes) {
      return Map.of();
    }

    /// Looks, slowly, as with many processes.
    @Override
    public void endSilentPeers() {
      looks++;
      var seen = new TreeMap<Long, Peer>();
      seen.put(BUSY, new Peer(false, true, "worked until look " + looks));
      since.forEach((pid, moment) -> {
        var isSilent = !simulation.now().isBefore(moment);
        seen.put(pid, isSilent ? kind.seen : new Peer(false, true, simulation.now().toString()));
      });
      loop.sleep(Duration.ofMillis(simulation.random().nextInt(400)));
      silence.look(seen).forEach(pid -> ended.putIfAbsent(pid, simulation.now()));
      if (simulation.chance(0.1)) {
        throw new IllegalStateException("a look that fails in the end");
      }
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_silent_peer_gets_no_connections_after_three_seconds(Kind kind) {
    for (var seed = 1; seed <= SEEDS; seed++) {
      fallSilent(seed, kind);
    }
  }

  private static void fallSilent(long seed, Kind kind) {
    try (var simulation = new Simulation(seed)) {
      simulation.survive((_, _) -> {});
      var loop = simulation.loop("proxy");
      var peers = new Peers(simulation, loop, kind);
      startProxy(simulation, loop, peers);

      simulation.runFor(Duration.ofSeconds(20));

      assertThat(peers.ended.keySet()).as("seed %d", seed).isEqualTo(peers.since.keySet());
      peers.since.forEach((pid, moment) ->
          assertThat(Duration.between(moment, peers.ended.get(pid)))
              .as("seed %d, peer %d", seed, pid)
              .isBetween(Duration.ZERO, LIMIT));
    }
  }

  /// The proxy of a node, at a server without services.
  private static void startProxy(Simulation simulation, EventLoop loop, Listeners listeners) {
    var part = ServicesPart.part("10.96.0.0/16", () -> listeners);
    var parts = List.of(PodsPart.part(), ApiServerPart.part(), part);
    var server =
        new ApiServer(
                simulation.loop("apiserver"), new MemoryStore(), SCHEMAS, parts, Optional.empty())
            .start();
    var client = new TransportClient(server, User.component("proxy"));
    var settings = Settings.defaults().on("node-1", "127.1.0.1");
    Part.extensions(List.of(part), ComponentFactory.class).stream()
        .filter(factory -> factory.scope() == ComponentFactory.Scope.NODE)
        .forEach(factory -> factory.start(new ComponentContext(loop, client, settings)));
  }

  @Test
  void a_peer_that_works_between_looks_is_not_silent_however_many_connections_wait() {
    var silence = new Silence();
    assertThat(silence.look(Map.of(1L, new Peer(false, true, "3")))).isEmpty();
    assertThat(silence.look(Map.of(1L, new Peer(false, true, "4")))).isEmpty();
  }

  @Test
  void a_peer_without_waiting_connections_is_idle_not_silent() {
    var silence = new Silence();
    var idle = Map.of(1L, new Peer(false, false, "3"));
    assertThat(silence.look(idle)).isEmpty();
    assertThat(silence.look(idle)).isEmpty();
    assertThat(silence.look(Map.of(1L, new Peer(false, true, "3"))))
        .as("the first look at which a connection waits")
        .isEmpty();
    assertThat(silence.look(Map.of(1L, new Peer(false, true, "3")))).isEqualTo(Set.of(1L));
  }
}
