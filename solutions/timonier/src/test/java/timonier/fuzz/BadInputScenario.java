package timonier.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.assembly.EmbeddedCluster;
import timonier.assembly.EmbeddedCluster.Foundation;
import timonier.assembly.EmbeddedCluster.Plan;
import timonier.assembly.EmbeddedCluster.Runtime;
import timonier.kit.certificates.Tls;
import timonier.kit.testing.Extent;

/// Whatever is sent to the server, it answers, keeps what it has, and needs no more resources than
/// before.
///
/// `-Dtimonier.seed=S` chooses other requests, `-Dtimonier.fuzz.requests=N` more or fewer, and
/// `-Dtimonier.fuzz.request=K` sends one of them alone.
@Tag("real")
class BadInputScenario {

  private static final long SEED = Long.getLong("timonier.seed", 1);
  private static final int REQUESTS = Extent.pick("timonier.fuzz.requests", 1_000, 5_000, 100_000);

  /// Enough that all caches and pools are filled.
  private static final int WARM_UP = 2_000;

  /// How many seconds the cluster has to come to rest. Unused connections are closed after at most
  /// half a minute.
  private static final int ROUNDS = 35;

  /// Processor time in a second that a cluster at rest does not need.
  private static final Duration BUSY = Duration.ofMillis(400);

  /// Enough requests to try everything at least once.
  private static final int REPRESENTATIVE = 5_000;

  private static final Optional<Integer> ONLY =
      Optional.ofNullable(Integer.getInteger("timonier.fuzz.request"));

  @TempDir private Path folder;

  @Test
  void whatever_is_sent_the_server_answers_and_needs_no_more_than_before() throws Exception {
    try (var bugs = new Bugs();
        var cluster =
            EmbeddedCluster.start(new Plan(2, Runtime.SIMULATED, folder, Foundation.make()))) {
      if (ONLY.isPresent()) {
        run(cluster, SEED, ONLY.get(), 1);
      } else {
        var sweep = sweep(cluster);
        run(cluster, SEED + 1, 0, Math.min(REQUESTS, WARM_UP));
        var before = settled(cluster, sweep, Optional.empty());
        run(cluster, SEED, 0, REQUESTS);
        var after = settled(cluster, sweep, Optional.of(before));
        System.out.printf("before %s%nafter  %s%n", before, after);
        assertThat(after.isWithin(before)).as(after.growthSince(before)).isTrue();
      }
      assertThat(comesToRest()).as("whether nothing is busy any more").isTrue();
      assertThat(bugs.reported()).isEmpty();
    }
  }

  /// Asserts that the run can find something: each production was accepted without a mutation, many
  /// kinds of objects were written whole (all, if there is time), and each mutation was tried.
  private static void meansSomething(Fuzzer fuzzer) {
    System.out.println("accepted as they are " + fuzzer.accepted());
    assertThat(fuzzer.accepted().keySet()).containsExactlyInAnyOrder(Production.values());
    var written = new TreeSet<>(fuzzer.accepted(Production.CREATE));
    written.addAll(fuzzer.accepted(Production.APPLY));
    written.addAll(fuzzer.accepted(Production.REPLACE));
    var known =
        fuzzer.api().with("create").stream()
            .filter(resource -> !Samples.of(resource, Set.of()).isEmpty())
            .map(Api.Resource::plural)
            .toList();
    var fewest = Math.min(known.size(), known.size() / 2 * REQUESTS / REPRESENTATIVE);
    assertThat(written.stream().filter(known::contains)).hasSizeGreaterThanOrEqualTo(fewest);
    assertThat(fuzzer.mutations()).containsExactlyInAnyOrderElementsOf(Mutations.all());
  }

  /// A context of its own, so that the TLS sessions that the client caches go with it.
  private static SSLContext tls(EmbeddedCluster cluster) {
    return Tls.context(Optional.empty(), cluster.authority());
  }

  private static Sweep sweep(EmbeddedCluster cluster) {
    return new Sweep(new Plain(cluster.server(), tls(cluster), cluster.token()));
  }

  private static void run(EmbeddedCluster cluster, long seed, int first, int count)
      throws IOException, InterruptedException {
    var begin = System.nanoTime();
    var tls = tls(cluster);
    try (var fuzzer = new Fuzzer(cluster.server(), tls, cluster.token(), seed);
        var witness = new Witness(cluster.server(), tls, cluster.token(), fuzzer.api())) {
      fuzzer.run(first, count);
      System.out.printf(
          "seed %d: %d requests in %d s, answers %s%n",
          seed, count, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), fuzzer.answers());
      var findings = new ArrayList<>(fuzzer.findings());
      for (var write : fuzzer.written().entrySet()) {
        if (!witness.hasSeen(write.getKey())) {
          findings.add("no watch saw %s of %s".formatted(write.getKey(), write.getValue()));
          break;
        }
      }
      findings.addAll(witness.broken());
      assertThat(findings).isEmpty();
      if (count >= REPRESENTATIVE) {
        meansSomething(fuzzer);
      }
    }
  }

  /// Whether the cluster is idle. A request that keeps something busy takes it away from all
  /// others.
  private static boolean comesToRest() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (var round = 0; round < ROUNDS; round++) {
      var before = system.getProcessCpuTime();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      if (system.getProcessCpuTime() - before < BUSY.toNanos()) {
        return true;
      }
    }
    return false;
  }

  /// The footprint of the cluster once it is idle.
  ///
  /// @param before a footprint that it should come down to within the time limit; if empty, waits
  ///   as long for the smallest
  private Footprint settled(EmbeddedCluster cluster, Sweep sweep, Optional<Footprint> before)
      throws IOException {
    assertThat(sweep.clean()).as("what could not be deleted").isEmpty();
    cluster.forget();
    var now = Footprint.now(folder);
    for (var round = 0; round < ROUNDS && !before.filter(now::isWithin).isPresent(); round++) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      now = now.least(Footprint.now(folder));
    }
    return now;
  }
}
