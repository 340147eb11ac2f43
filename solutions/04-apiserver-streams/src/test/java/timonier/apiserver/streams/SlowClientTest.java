package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.loop.EventLoop;
import timonier.kit.loop.Promise;
import timonier.kit.sim.Simulation;

class SlowClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A connection whose client reads nothing, until it is cut.
  private static OutputStream stuck(Promise<Boolean> cut) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        cut.await();
        throw new IOException("cut off");
      }
    };
  }

  private static void write(OutputStream out) {
    try {
      out.write(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_client_that_stops_reading_is_cut_off_and_no_sooner_than_it_may_be_slow() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      simulation.call(() -> {
        var cut = loop.<Boolean>promise();
        var out = new PatientOutput(loop, stuck(cut), PATIENCE, () -> cut.complete(true));
        var begin = loop.now();

        assertThatThrownBy(() -> write(out)).hasMessageContaining("cut off");

        assertThat(Duration.between(begin, loop.now()))
            .isBetween(PATIENCE, PATIENCE.multipliedBy(2));
        return true;
      });
    }
  }

  @Test
  void a_client_that_is_only_silent_stays() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      simulation.call(() -> {
        var cut = loop.<Boolean>promise();
        var bytes = new ByteArrayOutputStream();
        try (var out = new PatientOutput(loop, bytes, PATIENCE, () -> cut.complete(true))) {
          write(out);
          loop.sleep(PATIENCE.multipliedBy(10));
          write(out);
        }
        assertThat(bytes.size()).isEqualTo(2);
        assertThat(cut.isDone()).isFalse();
        return true;
      });
    }
  }

  private static StreamBuffer full(EventLoop loop) {
    var buffer = new StreamBuffer(loop, PATIENCE);
    assertThat(buffer.put(new byte[StreamBuffer.LIMIT])).isTrue();
    return buffer;
  }

  @Test
  void what_waits_for_a_slow_pod_is_bounded() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      simulation.call(() -> {
        var begin = loop.now();
        assertThat(full(loop).put(new byte[1])).isFalse();
        assertThat(Duration.between(begin, loop.now())).isEqualTo(PATIENCE);
        return true;
      });
    }
  }

  @Test
  void what_waits_goes_on_once_there_is_room() {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      simulation.call(() -> {
        var buffer = full(loop);
        loop.spawn(
            "pod",
            () -> {
              loop.sleep(Duration.ofSeconds(1));
              buffer.take();
            });
        assertThat(buffer.put(new byte[] {7})).isTrue();
        buffer.end();
        assertThat(buffer.take()).contains(new byte[] {7});
        assertThat(buffer.take()).isEqualTo(Optional.empty());
        return true;
      });
    }
  }
}
