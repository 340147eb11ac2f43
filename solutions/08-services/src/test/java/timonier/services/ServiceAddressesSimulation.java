package timonier.services;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.services.ServicesWorld.nodePort;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.requests.User;
import timonier.client.Client;
import timonier.client.DeleteOptions;
import timonier.client.ListOptions;
import timonier.client.TransportClient;
import timonier.kit.testing.Extent;
import timonier.pods.objects.ApiException;

/// Each address and port goes to one service only, even if several clients ask at the same time.
class ServiceAddressesSimulation {

  private static final int SEEDS = Extent.pick("timonier.seeds", 15, 50, 500);

  @Test
  void two_servers_never_give_an_address_or_port_twice() {
    for (var seed = 1; seed <= SEEDS; seed++) {
      share(seed);
    }
  }

  /// Runs one seed in which two servers give addresses and ports to services, and judges that no
  /// two services share one.
  static void share(long seed) {
    try (var world = new ServicesWorld(seed, "10.96.0.0/27")) {
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

  private static void claimAtOnce(ServicesWorld world, List<Client> clients) {
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
      ServicesWorld world, Client client, String name, Duration pause, boolean again) {
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

  @Test
  void what_cannot_be_given_is_refused_in_the_words_of_Kubernetes() {
    try (var world = new ServicesWorld(1, "10.96.0.0/16")) {
      var first = world.simulation.call(() -> world.createService("first", ""));
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
      var next = world.simulation.call(() -> world.createService("web", taken));
      assertThat(next.spec().clusterIP()).isEqualTo(first.spec().clusterIP());
    }
  }

  private static String refusal(ServicesWorld world, String extra) {
    return world.simulation.call(() -> {
      try {
        world.createService("web", extra);
        return "it was given";
      } catch (ApiException refusal) {
        return String.valueOf(refusal.getMessage());
      }
    });
  }
}
