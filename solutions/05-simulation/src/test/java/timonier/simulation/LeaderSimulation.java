package timonier.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import timonier.apiserver.ApiServer;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.client.Client;
import timonier.client.ClusterComponent;
import timonier.client.ComponentContext;
import timonier.client.ComponentFactory;
import timonier.client.ListOptions;
import timonier.client.Patch;
import timonier.client.Settings;
import timonier.client.TransportClient;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.Lease;
import timonier.pods.PodsPart;
import timonier.pods.ResourceTypes;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Json;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.MicroTime;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Part;
import timonier.store.MemoryStore;

/// Several processes, one of them the leader: the components of a part run only where the lease is
/// held.
class LeaderSimulation {

  private static final Schemas SCHEMAS = new Schemas();
  private static final ObjectKey LEASE = new ObjectKey("kube-system", "leader");

  /// How long a lease is valid, and how long before its end a leader that cannot renew it gives up.
  private static final Duration LIFE = Duration.ofSeconds(10);

  private static final Duration MARGIN = Duration.ofSeconds(2);

  /// A write of the component: its process, and when.
  private record Trace(String process, Instant at) {}

  private final List<Trace> traces = new ArrayList<>();
  private final TreeSet<String> seen = new TreeSet<>();

  /// A component that leaves a trace each second, and another whenever a lease changes.
  private Part part() {
    return new Part(15, "traces", List.of(), List.of(new ClusterComponent("tracer", this::trace)));
  }

  private void trace(ComponentContext context) {
    var process = context.loop().name().split("/", 2)[0];
    context
        .cache(ResourceTypes.LEASES)
        .listen((_, after) ->
            after.ifPresent(_ -> {
              seen.add(process);
              traces.add(new Trace(process, context.loop().now()));
            }));
    again(context.loop(), process);
  }

  private void again(EventLoop loop, String process) {
    traces.add(new Trace(process, loop.now()));
    loop.after(Duration.ofSeconds(1), () -> again(loop, process));
  }

  /// One of the processes.
  private final class Candidate {
    private final String name;
    private final Simulation simulation;
    private final EventLoop loop;
    private final Client client;
    private Optional<Term> term = Optional.empty();
    private Instant renewed = Instant.EPOCH;
    private int terms;
    private boolean cutOff;

    Candidate(Simulation simulation, ApiServer server, String name) {
      this.name = name;
      this.simulation = simulation;
      this.loop = simulation.loop(name + "/election");
      this.client = new TransportClient(server, User.component(name));
      loop.spawn("election", this::run);
    }

    private void run() {
      while (true) {
        if (!cutOff && tryRenew()) {
          renewed = loop.now();
          if (term.isEmpty()) {
            term = Optional.of(new Term(loop(), client));
          }
        }
        if (term.isPresent() && loop.now().isAfter(renewed.plus(LIFE).minus(MARGIN))) {
          term.get().close();
          term = Optional.empty();
        }
        loop.sleep(Duration.ofMillis(500));
      }
    }

    private EventLoop loop() {
      return simulation.loop(name + "/" + ++terms);
    }

    private boolean tryRenew() {
      try {
        var lease = client.find(ResourceTypes.LEASES, LEASE);
        if (lease.isEmpty()) {
          client.create(ResourceTypes.LEASES, LEASE.namespace(), Json.of(spec()));
          return true;
        }
        if (!mayTake(lease.get())) {
          return false;
        }
        var version = lease.get().metadata().resourceVersion();
        client.patch(ResourceTypes.LEASES, LEASE, Patch.merge(spec()).ifVersion(version));
        return true;
      } catch (ApiException lost) {
        assertThat(lost.is("Conflict") || lost.is("AlreadyExists")).as(lost.toString()).isTrue();
        return false;
      }
    }

    private boolean mayTake(Lease lease) {
      var held = lease.spec().orElseThrow();
      return held.holderIdentity().equals(name)
          || held.renewTime().orElseThrow().instant().plus(LIFE).isBefore(loop.now());
    }

    private ObjectNode spec() {
      var tree = JsonFormat.mapper().createObjectNode();
      tree.putObject("metadata").put("name", LEASE.name());
      tree.putObject("spec")
          .put("holderIdentity", name)
          .put("renewTime", new MicroTime(loop.now()).toString());
      return tree;
    }
  }

  /// Everything that a leader started; it ends with its term.
  private final class Term {
    private final List<AutoCloseable> started = new ArrayList<>();

    Term(EventLoop loop, Client client) {
      for (var factory : Part.extensions(List.of(part()), ComponentFactory.class)) {
        started.add(factory.start(new ComponentContext(loop, client, Settings.defaults())));
      }
      started.add(loop::close);
    }

    void close() {
      for (var one : started) {
        try {
          one.close();
        } catch (Exception bug) {
          throw new AssertionError("a component does not end", bug);
        }
      }
    }
  }

  @Test
  void what_a_leader_started_ends_with_its_lease() {
    try (var simulation = new Simulation(3)) {
      var server =
          new ApiServer(
                  simulation.loop("apiserver"),
                  new MemoryStore(),
                  SCHEMAS,
                  List.of(PodsPart.part(), ApiServerPart.part()),
                  Optional.empty())
              .start();
      var one = new Candidate(simulation, server, "one");
      simulation.runFor(Duration.ofSeconds(5));
      var two = new Candidate(simulation, server, "two");
      simulation.runFor(Duration.ofSeconds(20));
      assertThat(traces).extracting(Trace::process).containsOnly("one");

      one.cutOff = true;
      simulation.runFor(Duration.ofSeconds(30));
      one.cutOff = false;
      two.cutOff = true;
      simulation.runFor(Duration.ofSeconds(30));

      assertThat(processes()).containsExactly("one", "two", "one");
      assertThat(one.terms).isEqualTo(2);
      assertThat(seen).as("caches are filled in each term").containsExactly("one", "two");
      var admin = new TransportClient(server, User.admin());
      var leases = simulation.call(() -> admin.list(ResourceTypes.LEASES, ListOptions.all()));
      assertThat(leases.items().getFirst().spec().orElseThrow().holderIdentity()).isEqualTo("one");
    }
  }

  /// The processes that left traces, in order; fails if one left a trace while another led.
  private List<String> processes() {
    var processes = new ArrayList<String>();
    for (var trace : traces) {
      if (processes.isEmpty() || !processes.getLast().equals(trace.process())) {
        processes.add(trace.process());
      }
    }
    return processes;
  }
}
