package timonier.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Many watchers of one object that changes again and again. Each change carries the moment at
/// which it was sent, so that every watcher can measure its delivery.
final class BenchWatch {

  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
  private static final byte[] MARK = "\"sent\":\"".getBytes(StandardCharsets.US_ASCII);

  private final BenchTarget target;
  private final String collection;
  private final int watchers;
  private final int writes;
  private final long[] delays;
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicLong last = new AtomicLong();

  BenchWatch(BenchTarget target, String collection, int watchers, int writes) {
    this.target = target;
    this.collection = collection;
    this.watchers = watchers;
    this.writes = writes;
    this.delays = new long[watchers * writes];
  }

  /// Writes, and waits until every watcher has the event of every write.
  BenchWork.Outcome run() {
    var open = new ArrayList<BenchConnection>();
    try (var writer = target.connect()) {
      var revision = begin(writer);
      for (var i = 0; i < watchers; i++) {
        open.add(target.connect());
        follow(open.getLast(), revision);
      }
      var start = System.nanoTime();
      for (var i = 0; i < writes; i++) {
        write(writer, System.nanoTime());
      }
      await(start + PATIENCE);
      var seconds = (last.get() - start) / 1e9;
      var latencies = Optional.of(Latencies.of(delays));
      return new BenchWork.Outcome(delays.length / seconds, delays.length, latencies);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.forEach(BenchWatch::close);
    }
  }

  private String begin(BenchConnection writer) throws IOException {
    var body = BenchObjects.stamped("watched", 0);
    var _ = writer.call("POST", collection, BenchObjects.JSON, body);
    var list = writer.read(collection + "?limit=1").body();
    var at = list.indexOf("\"resourceVersion\":\"") + "\"resourceVersion\":\"".length();
    return list.substring(at, list.indexOf('"', at));
  }

  private void write(BenchConnection writer, long moment) throws IOException {
    var body = BenchObjects.stamped("watched", moment);
    var answer = writer.call("PUT", collection + "/watched", BenchObjects.JSON, body);
    if (answer.code() != 200) {
      throw new BenchFailure("A write was answered " + answer.code() + ".");
    }
  }

  private void follow(BenchConnection connection, String revision) throws IOException {
    var query = "?watch=1&resourceVersion=%s&fieldSelector=metadata.name%%3Dwatched";
    var events = connection.follow(collection + query.formatted(revision));
    Thread.ofVirtual()
        .start(() -> {
          try {
            read(events);
          } catch (IOException _) {
            // The connection was closed at the end; missing events show in the count.
          }
        });
  }

  /// Searches a stream of events for the moments, without parsing it.
  private void read(InputStream events) throws IOException {
    var buffer = new byte[1 << 16];
    var matched = 0;
    var moment = -1L;
    for (var count = events.read(buffer); count > 0; count = events.read(buffer)) {
      for (var i = 0; i < count; i++) {
        var c = buffer[i];
        if (moment >= 0 && c == '"') {
          note(moment);
          moment = -1;
        } else if (moment >= 0) {
          moment = moment * 10 + c - '0';
        } else if (c == MARK[matched]) {
          matched = (matched + 1) % MARK.length;
          moment = matched == 0 ? 0 : -1;
        } else {
          matched = c == MARK[0] ? 1 : 0;
        }
      }
    }
  }

  private void note(long moment) {
    var now = System.nanoTime();
    var number = moment == 0 ? delays.length : delivered.getAndIncrement();
    if (number < delays.length) {
      delays[number] = now - moment;
      last.set(now);
    }
  }

  private void await(long deadline) {
    while (delivered.get() < delays.length) {
      if (System.nanoTime() > deadline) {
        throw new BenchFailure(
            "Of %d events only %d came.".formatted(delays.length, delivered.get()));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void close(BenchConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
