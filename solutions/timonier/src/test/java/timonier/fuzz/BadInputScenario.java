package timonier.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timonier.apiserver.schema.Schemas;
import timonier.assembly.EmbeddedCluster;
import timonier.assembly.EmbeddedCluster.Plan;
import timonier.assembly.EmbeddedCluster.Runtime;
import timonier.kit.certificates.Tls;

/// Whatever is sent to the server, it answers, keeps what it has, and needs no more than before.
@Tag("real")
class BadInputScenario {

  private static final long SEED = Long.getLong("timonier.seed", 1);
  private static final int REQUESTS =
      Integer.getInteger(
          "timonier.fuzz.requests", Boolean.getBoolean("timonier.long") ? 100_000 : 5_000);

  @Test
  void whatever_is_sent_the_server_answers(@TempDir Path folder) {
    var only = Optional.ofNullable(Integer.getInteger("timonier.fuzz.request"));
    try (var cluster =
        EmbeddedCluster.start(new Plan(2, Runtime.SIMULATED, folder, new Schemas()))) {
      var tls = Tls.context(Optional.empty(), cluster.authority());
      try (var fuzzer = new Fuzzer(cluster.server(), tls, cluster.token(), SEED)) {
        var begin = System.nanoTime();
        fuzzer.run(only.orElse(0), only.isPresent() ? 1 : REQUESTS);
        System.out.printf(
            "%d ms, answers %s%n", (System.nanoTime() - begin) / 1_000_000, fuzzer.answers());
        System.out.println("accepted " + fuzzer.accepted());
        assertThat(fuzzer.findings()).isEmpty();
      }
    }
  }
}
