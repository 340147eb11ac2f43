package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;

class NodeKeeperTest {

  /// A node that lives for some time, again and again.
  private static final class Mortal implements NodeKeeper.Kept {
    private final EventLoop loop;
    private final Duration life;
    private final List<Duration> starts = new ArrayList<>();
    private final Instant begin;
    private boolean isWanted = true;

    Mortal(EventLoop loop, Duration life) {
      this.loop = loop;
      this.life = life;
      this.begin = loop.now();
    }

    @Override
    public void start() {
      starts.add(Duration.between(begin, loop.now()));
    }

    @Override
    public boolean isWanted() {
      return isWanted;
    }

    @Override
    public void onEnd(Runnable ended) {
      loop.after(life, ended);
    }

    List<Long> seconds() {
      return starts.stream().map(Duration::toSeconds).toList();
    }
  }

  @Test
  void a_node_that_ended_is_started_again_and_less_often_each_time() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("nodes");
      simulation.call(() -> {
        var node = new Mortal(loop, Duration.ZERO);
        new NodeKeeper(loop).keep(node);
        loop.sleep(Duration.ofSeconds(100));
        assertThat(node.seconds()).containsExactly(1L, 3L, 7L, 15L, 31L, 61L, 91L);
        return true;
      });
    }
  }

  @Test
  void a_node_that_lived_for_long_is_started_again_at_once() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("nodes");
      simulation.call(() -> {
        var node = new Mortal(loop, Duration.ofSeconds(99));
        new NodeKeeper(loop).keep(node);
        loop.sleep(Duration.ofSeconds(450));
        assertThat(node.seconds()).containsExactly(100L, 200L, 300L, 400L);
        return true;
      });
    }
  }

  @Test
  void a_node_that_was_stopped_for_good_stays_so() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("nodes");
      simulation.call(() -> {
        var keeper = new NodeKeeper(loop);
        var unwanted = new Mortal(loop, Duration.ofSeconds(5));
        keeper.keep(unwanted);
        unwanted.isWanted = false;
        loop.sleep(Duration.ofSeconds(20));
        var ofStoppedCluster = new Mortal(loop, Duration.ofSeconds(5));
        keeper.keep(ofStoppedCluster);
        keeper.close();
        loop.sleep(Duration.ofSeconds(20));
        assertThat(unwanted.starts).isEmpty();
        assertThat(ofStoppedCluster.starts).isEmpty();
        return true;
      });
    }
  }
}
