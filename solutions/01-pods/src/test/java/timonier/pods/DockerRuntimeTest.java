package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import timonier.kit.loop.LiveLoops;
import timonier.pods.docker.BridgeNetwork;
import timonier.pods.docker.Engine;

/// Containers of the engine of this machine, which must run.
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerRuntimeTest extends ContainerContract {

  private static final String CLUSTER = "timonier-runtime-test";
  private static final String NETWORK = "timonier-test";
  private static final Map<String, String> LABELS = Map.of(DockerRecords.CLUSTER, CLUSTER);

  private final Engine engine = Engine.local();
  private final List<DockerRuntime> runtimes = new ArrayList<>();

  @BeforeAll
  void prepare() throws IOException {
    assertThat(engine.answers()).as("the Docker Engine runs").isTrue();
    engine.removeAll(LABELS);
    engine.createNetwork(
        new BridgeNetwork(NETWORK, "tmd-test", "10.234.0.0/16", "10.234.0.1", LABELS));
    ToolsImage.load(engine);
  }

  @AfterAll
  void remove() {
    engine.removeAll(LABELS);
    assertThat(engine.containers(LABELS)).isEmpty();
    engine.close();
  }

  @Override
  void with(Body body) throws Exception {
    try (var loops = new LiveLoops((name, bug) -> System.err.println(name + " failed: " + bug))) {
      var runtime = runtime(loops);
      try {
        body.run(new Bench(loops.loop("test"), runtime, () -> runtime(loops)));
      } finally {
        runtimes.forEach(DockerRuntime::close);
        runtimes.clear();
        engine.containers(LABELS).forEach(left -> engine.remove(left.id()));
      }
    }
  }

  private DockerRuntime runtime(LiveLoops loops) {
    var place = new DockerRuntime.Place(CLUSTER, "node-1", NETWORK);
    var runtime = new DockerRuntime(loops.loop("runtime"), engine, place);
    runtimes.add(runtime);
    return runtime;
  }
}
