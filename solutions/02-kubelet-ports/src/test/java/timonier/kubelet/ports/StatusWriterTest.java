package timonier.kubelet.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;
import timonier.pods.Pod;
import timonier.pods.PodStatus;
import timonier.pods.objects.JsonFormat;

/// A kubelet's status of a pod prevails over what others write at the same time.
class StatusWriterTest {

  private final Simulation simulation = new Simulation(1);
  private final EventLoop loop = simulation.loop("kubelet");
  private final List<String> writes = new ArrayList<>();

  private static Pod pod(String ready) {
    var json =
        """
        {'metadata': {'name': 'web', 'namespace': 'default', 'uid': 'u'},
         'spec': {'nodeName': 'node', 'containers': [{'name': 'main', 'image': 'web'}]},
         'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': '%s'}]}}
        """
            .formatted(ready)
            .replace('\'', '"');
    return JsonFormat.read(json.getBytes(StandardCharsets.UTF_8), Pod.class);
  }

  /// The cluster: what somebody else makes of the pod right after the first write is seen before
  /// that write has been answered.
  private final class Cluster implements PodStatusSink {
    private final String others;
    private Optional<StatusWriter> writer = Optional.empty();

    Cluster(String others) {
      this.others = others;
    }

    @Override
    public void status(Pod pod, PodStatus status) {
      writes.add(status.conditions().getFirst().status());
      if (writes.size() == 1) {
        loop.run(() -> writer.orElseThrow().seen(pod(others)));
        loop.sleep(Duration.ofSeconds(1));
      }
    }

    @Override
    public void deleted(Pod pod) {
      throw new AssertionError("nothing is deleted here");
    }
  }

  private void write(Cluster cluster) {
    var writer = new StatusWriter(loop, cluster, List.of("Ready"), () -> {});
    cluster.writer = Optional.of(writer);
    loop.run(() -> {
      writer.seen(pod("False"));
      writer.write(pod("True").status().orElseThrow());
    });
    simulation.runFor(Duration.ofMinutes(1));
    assertThat(writer.isDone()).isTrue();
  }

  @Test
  void what_another_writes_right_after_is_put_right() {
    write(new Cluster("False"));

    assertThat(writes).containsExactly("True", "True");
  }

  @Test
  void what_it_wrote_itself_is_not_written_again() {
    write(new Cluster("True"));

    assertThat(writes).containsExactly("True");
  }
}
