package timonier.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import timonier.apiserver.streams.Patience;
import timonier.kit.loop.EventLoop;
import timonier.kit.sim.Simulation;

class LineStreamTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  /// A client that notes what it is sent; it takes more at once, or when told.
  private static final class Client implements LineStream.Client {
    private final boolean reads;
    private final List<String> sends = new ArrayList<>();
    private Callback taken = Callback.NOOP;
    private boolean ended;
    private boolean cut;

    Client(boolean reads) {
      this.reads = reads;
    }

    @Override
    public void send(List<byte[]> lines, Callback taken) {
      var text = new StringBuilder();
      lines.forEach(line -> text.append(new String(line, StandardCharsets.UTF_8)));
      sends.add(text.toString());
      this.taken = taken;
      if (reads) {
        taken.succeeded();
      }
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void cut() {
      cut = true;
      taken.failed(new java.io.IOException("cut off"));
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void with(BiConsumer<EventLoop, LineStream> body) {
    try (var simulation = new Simulation(1)) {
      var loop = simulation.loop("server");
      simulation.call(() -> {
        body.accept(loop, new LineStream(loop));
        return true;
      });
    }
  }

  @Test
  void a_stream_that_no_client_opens_is_closed() {
    with((loop, stream) -> {
      var closed = new java.util.concurrent.atomic.AtomicInteger();
      stream.onClosed(closed::incrementAndGet);
      stream.offer(List.of(line("one")).iterator());
      loop.sleep(LineStream.OPENING.plusSeconds(1));

      assertThat(closed).hasValue(1);
    });
  }

  @Test
  void a_lone_line_goes_out_at_once_and_those_after_it_together() {
    with((loop, stream) -> {
      var client = new Client(true);
      stream.open(client);
      loop.sleep(SOON);

      stream.offer(List.of(line("one")).iterator());
      loop.sleep(Duration.ofMillis(1));
      stream.offer(List.of(line("two")).iterator());
      stream.offer(List.of(line("three"), line("four")).iterator());
      loop.sleep(SOON);

      assertThat(client.sends).containsExactly("", "one\n", "two\nthree\nfour\n");
    });
  }

  @Test
  void nothing_more_is_sent_before_the_client_took_what_it_has() {
    with((loop, stream) -> {
      var client = new Client(false);
      stream.open(client);
      stream.offer(List.of(line("one")).iterator());
      loop.sleep(SOON);
      assertThat(client.sends).containsExactly("");

      client.taken.succeeded();
      loop.sleep(SOON);
      assertThat(client.sends).containsExactly("", "one\n");
    });
  }

  @Test
  void a_great_backlog_goes_out_in_blocks() {
    with((loop, stream) -> {
      var client = new Client(true);
      stream.offer(Collections.nCopies(100_000, line("x".repeat(99))).iterator());
      stream.open(client);
      loop.sleep(SOON);

      assertThat(client.sends).hasSizeBetween(100, 1000);
      assertThat(client.sends.stream().mapToInt(String::length).sum()).isEqualTo(10_000_000);
    });
  }

  @Test
  void it_ends_after_the_last_line_and_says_so_once() {
    with((loop, stream) -> {
      var client = new Client(true);
      var closed = new ArrayList<String>();
      stream.onClosed(() -> closed.add("closed"));
      stream.open(client);
      stream.offer(List.of(line("last")).iterator());
      stream.end();
      stream.offer(List.of(line("too late")).iterator());
      loop.sleep(SOON);
      stream.close();

      assertThat(client.sends).containsExactly("", "last\n");
      assertThat(client.ended).isTrue();
      assertThat(client.cut).isFalse();
      assertThat(closed).hasSize(1);
    });
  }

  @Test
  void a_client_that_takes_nothing_is_cut_off_and_no_sooner_than_it_may_be_slow() {
    with((loop, stream) -> {
      var client = new Client(false);
      var closed = new ArrayList<String>();
      stream.onClosed(() -> closed.add("closed"));
      stream.open(client);
      loop.sleep(Patience.USUAL);
      assertThat(client.cut).isFalse();

      loop.sleep(Patience.USUAL);
      assertThat(client.cut).isTrue();
      assertThat(closed).hasSize(1);
    });
  }

  @Test
  void a_client_that_is_only_silent_stays() {
    with((loop, stream) -> {
      var client = new Client(true);
      stream.open(client);
      loop.sleep(Duration.ofMinutes(30));
      stream.offer(List.of(line("one")).iterator());
      loop.sleep(SOON);

      assertThat(client.sends).containsExactly("", "one\n");
      assertThat(client.cut).isFalse();
    });
  }

  @Test
  void a_client_that_is_too_slow_for_what_happens_hears_no_more() {
    with((loop, stream) -> {
      var client = new Client(false);
      stream.open(client);
      for (var i = 0; i < 2 * LineStream.MOST_WAITING; i++) {
        stream.offer(List.of(line("x")).iterator());
      }
      client.taken.succeeded();
      loop.sleep(SOON);

      assertThat(client.sends).containsExactly("");
      assertThat(client.ended).isTrue();
    });
  }
}
