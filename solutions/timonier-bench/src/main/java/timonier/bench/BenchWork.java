package timonier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The requests behind each row of figures.
final class BenchWork {

  private static final int CONNECTIONS = 32;
  private static final int LISTING = 2;
  private static final String NAMESPACE = "/api/v1/namespaces/bench";
  private static final String CONFIG_MAPS = NAMESPACE + "/configmaps";
  private static final String PODS = NAMESPACE + "/pods";

  /// How long pods may take to be bound.
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

  private final BenchTarget target;
  private final BenchSize size;

  BenchWork(BenchTarget target, BenchSize size) {
    this.target = target;
    this.size = size;
  }

  /// The outcome of one row.
  ///
  /// @param figure in the row's unit
  /// @param operations the number of operations that share the server's processor time
  /// @param latencies of each operation; empty if they mean nothing
  record Outcome(double figure, int operations, Optional<Latencies> latencies) {}

  Outcome run(BenchRow row) {
    return switch (row) {
      case CREATE -> rate(size.requests(), (c, i) -> create(c, "cm-" + i, i));
      case GET -> rate(size.requests(), (c, i) -> c.call("GET", CONFIG_MAPS + "/cm-" + i).code());
      case UPDATE -> rate(size.requests(), (c, i) -> update(c, "cm-" + i, i + 1));
      case PATCH -> rate(size.requests(), (c, i) -> patch(c, "cm-" + i, i));
      case LIST -> list();
      case WATCH -> new BenchWatch(target, CONFIG_MAPS, size.watchers(), size.writes()).run();
      case PODS -> pods();
      case SCHEDULER,
          MEMORY,
          LEARN,
          START_EXISTING,
          START_EMPTY,
          START_SERVER,
          START_NODES,
          START_CPU,
          START_CLONE,
          START_LEARN ->
          throw new IllegalArgumentException(row + " is not measured by requests");
    };
  }

  /// Repeats about the same work. Objects that a row created are created under other names.
  void again(BenchRow row) {
    switch (row) {
      case CREATE -> rate(size.requests(), (c, i) -> create(c, "again-" + i, i));
      case PODS -> {
        var start = System.nanoTime();
        var _ = post(size.pods(), PODS, i -> BenchObjects.pod("p-again-" + i));
        awaitBound(start + PATIENCE);
      }
      case GET,
          UPDATE,
          PATCH,
          LIST,
          WATCH,
          SCHEDULER,
          MEMORY,
          LEARN,
          START_EXISTING,
          START_EMPTY,
          START_SERVER,
          START_NODES,
          START_CPU,
          START_CLONE,
          START_LEARN ->
          run(row);
    }
  }

  private Outcome rate(int count, BenchLoad.Operation operation) {
    var result = BenchLoad.run(target, count, CONNECTIONS, operation);
    return new Outcome(count / result.seconds(), count, Optional.of(result.latencies()));
  }

  private static int create(BenchConnection connection, String name, int seed) throws IOException {
    var body = BenchObjects.configMap(name, seed);
    return connection.call("POST", CONFIG_MAPS, BenchObjects.JSON, body).code();
  }

  private static int update(BenchConnection connection, String name, int seed) throws IOException {
    var body = BenchObjects.configMap(name, seed);
    return connection.call("PUT", CONFIG_MAPS + "/" + name, BenchObjects.JSON, body).code();
  }

  private static int patch(BenchConnection connection, String name, int value) throws IOException {
    var body = "{\"data\":{\"p\":\"" + value + "\"}}";
    return connection.call("PATCH", CONFIG_MAPS + "/" + name, BenchObjects.MERGE, body).code();
  }

  private Outcome list() {
    var bytes = new AtomicLong();
    var result =
        BenchLoad.run(
            target,
            size.lists(),
            LISTING,
            (connection, _) -> {
              var answer = connection.call("GET", CONFIG_MAPS + "?resourceVersion=0");
              bytes.addAndGet(answer.length());
              return answer.code();
            });
    return new Outcome(
        bytes.get() / 1e6 / result.seconds(), size.lists(), Optional.of(result.latencies()));
  }

  /// Makes what the rows need, if it is missing.
  ///
  /// @param objects whether the rows read and change existing objects
  void prepare(boolean objects) {
    once("/api/v1/namespaces", BenchObjects.namespace("bench"));
    if (objects) {
      var _ =
          BenchLoad.run(
              target,
              size.requests(),
              CONNECTIONS,
              (connection, i) -> {
                var code = create(connection, "cm-" + i, i);
                return code == 409 ? 200 : code;
              });
    }
  }

  private void once(String path, String body) {
    try (var connection = target.connect()) {
      var code = connection.call("POST", path, BenchObjects.JSON, body).code();
      if (code != 201 && code != 409) {
        throw new BenchFailure("POST " + path + " was answered " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends unrecorded requests of every kind, so that the server has compiled its code before it is
  /// measured.
  void warm() {
    var _ =
        BenchLoad.run(
            target,
            size.warming() / 6,
            CONNECTIONS,
            (connection, i) -> {
              var name = "warm-" + i;
              var path = CONFIG_MAPS + "/" + name;
              var worst = new AtomicInteger(create(connection, name, i));
              worst.accumulateAndGet(connection.call("GET", path).code(), Math::max);
              worst.accumulateAndGet(update(connection, name, i + 1), Math::max);
              worst.accumulateAndGet(patch(connection, name, i), Math::max);
              worst.accumulateAndGet(connection.call("GET", path).code(), Math::max);
              worst.accumulateAndGet(connection.call("DELETE", path).code(), Math::max);
              return worst.get();
            });
  }

  private Outcome pods() {
    once(NAMESPACE + "/serviceaccounts", BenchObjects.serviceAccount());
    post(size.nodes(), "/api/v1/nodes", BenchObjects::node);
    var status = "{\"status\":" + BenchObjects.nodeStatus() + "}";
    patch(size.nodes(), i -> "/api/v1/nodes/bn-" + i + "/status", status);
    patch(size.nodes(), i -> "/api/v1/nodes/bn-" + i, "{\"spec\":{\"taints\":null}}");
    var start = System.nanoTime();
    var created = post(size.pods(), PODS, i -> BenchObjects.pod("p-" + i));
    awaitBound(start + PATIENCE);
    var seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(size.pods() / seconds, size.pods(), Optional.of(created.latencies()));
  }

  private BenchLoad.Result post(
      int count, String path, java.util.function.IntFunction<String> body) {
    return BenchLoad.run(
        target,
        count,
        CONNECTIONS,
        (connection, i) -> connection.call("POST", path, BenchObjects.JSON, body.apply(i)).code());
  }

  private void patch(int count, java.util.function.IntFunction<String> path, String body) {
    var _ =
        BenchLoad.run(
            target,
            count,
            CONNECTIONS,
            (connection, i) ->
                connection.call("PATCH", path.apply(i), BenchObjects.MERGE, body).code());
  }

  private void awaitBound(long deadline) {
    var unbound = PODS + "?fieldSelector=spec.nodeName%3D&limit=1&resourceVersion=0";
    try (var connection = target.connect()) {
      while (connection.read(unbound).body().contains("\"p-")) {
        if (System.nanoTime() > deadline) {
          throw new BenchFailure("Not all pods were bound in time.");
        }
        LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
