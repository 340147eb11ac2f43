package timonier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs many operations over some connections. Each connection begins the next operation when it
/// has its answer.
final class BenchLoad {

  /// One operation.
  interface Operation {
    /// Runs it, and returns the answer's status code.
    int run(BenchConnection connection, int number) throws IOException;
  }

  /// The outcome of a run.
  ///
  /// @param seconds from the first operation to the last answer
  /// @param latencies of each operation
  record Result(double seconds, Latencies latencies) {}

  /// Runs `count` operations, numbered from 0.
  ///
  /// @throws BenchFailure if one was refused, since the figure would mean nothing
  static Result run(BenchTarget target, int count, int connections, Operation operation) {
    var nanos = new long[count];
    var next = new AtomicInteger();
    var failures = new ConcurrentLinkedQueue<String>();
    var threads = new ArrayList<Thread>();
    var start = System.nanoTime();
    for (var i = 0; i < connections; i++) {
      threads.add(Thread.ofVirtual().start(() -> work(target, next, nanos, operation, failures)));
    }
    threads.forEach(BenchLoad::join);
    if (!failures.isEmpty()) {
      throw new BenchFailure("An operation failed: " + failures.peek());
    }
    return new Result((System.nanoTime() - start) / 1e9, Latencies.of(nanos));
  }

  private static void work(
      BenchTarget target,
      AtomicInteger next,
      long[] nanos,
      Operation operation,
      Queue<String> failures) {
    try (var connection = target.connect()) {
      for (var i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
        var start = System.nanoTime();
        var code = operation.run(connection, i);
        nanos[i] = System.nanoTime() - start;
        if (code >= 300) {
          failures.add("number " + i + " was answered " + code);
        }
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private BenchLoad() {}
}
