package timonier.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import timonier.bench.BenchRow.State;
import timonier.bench.BenchTable.Figure;

/// One run of the wanted rows.
///
/// Each cold figure has its own server, started on a folder that holds the objects, and counts its
/// first requests. Warm figures share one server, which has answered requests of all kinds before.
final class BenchRun {

  private final Program program;
  private final Path home;
  private final BenchSize size;
  private final Set<BenchRow> rows;
  private final BenchTable table;
  private boolean filled;
  private boolean failed;

  /// @param home a scratch folder
  BenchRun(Program program, Path home, BenchSize size, Set<BenchRow> rows, PrintWriter out) {
    this.program = program;
    this.home = home;
    this.size = size;
    this.rows = rows;
    this.table = new BenchTable(out);
  }

  /// Measures clusters of its own; false if a row could not be measured.
  boolean measureOwn() {
    table.head();
    rows.stream().filter(BenchRow::isRequests).forEach(row -> attempt(row, () -> cold(row)));
    attempt(BenchRow.START_EXISTING, this::startExisting);
    attempt(BenchRow.START_EMPTY, () -> start(BenchRow.START_EMPTY, "empty"));
    attempt(BenchRow.START_SERVER, () -> startReady(BenchRow.START_SERVER, "server", 0));
    attempt(BenchRow.START_NODES, () -> startReady(BenchRow.START_NODES, "nodes", 3));
    attempt(BenchRow.START_CPU, this::startNodesAgain);
    attempt(BenchRow.START_CLONE, this::startClone);
    attempt(BenchRow.START_LEARN, this::learnClone);
    warm();
    attempt(BenchRow.SCHEDULER, this::schedule);
    attempt(BenchRow.LEARN, this::learn);
    table.explain();
    return !failed;
  }

  /// Measures a row, if it is wanted. The others are still measured if this fails.
  private void attempt(BenchRow row, Runnable measuring) {
    if (!rows.contains(row)) {
      return;
    }
    try {
      measuring.run();
    } catch (BenchFailure failure) {
      failed = true;
      table.fail(row, failure);
    }
  }

  /// Measures a running server; false if a row could not be measured.
  boolean measure(BenchTarget target) {
    table.head();
    warm(target);
    table.explain();
    return !failed;
  }

  private void cold(BenchRow row) {
    if (row != BenchRow.CREATE && !filled) {
      fill();
    }
    try (var server = new BenchServer(program, home.resolve("cold"), 0)) {
      var target = server.ready();
      var work = new BenchWork(target, size);
      work.prepare(false);
      table.add(measure(row, State.COLD, target, work));
      filled |= row == BenchRow.CREATE;
    }
  }

  /// Writes the objects into the folder of the next server.
  private void fill() {
    try (var server = new BenchServer(program, home.resolve("cold"), 0)) {
      new BenchWork(server.ready(), size).prepare(true);
      filled = true;
    }
  }

  private void startExisting() {
    if (!filled) {
      fill();
    }
    start(BenchRow.START_EXISTING, "cold");
  }

  private void start(BenchRow row, String folder) {
    try (var server = new BenchServer(program, home.resolve(folder), 0)) {
      var seconds = server.secondsToReadyz();
      table.add(started(row, seconds, server.ready()));
    }
  }

  private void startReady(BenchRow row, String folder, int nodes) {
    try (var server = new BenchServer(program, home.resolve(folder), nodes)) {
      var seconds = server.secondsToReady();
      table.add(started(row, seconds, server.ready()));
    }
  }

  /// Measures a later start, on an existing folder if that time is wanted, too.
  private void startNodesAgain() {
    try (var server = new BenchServer(program, home.resolve("nodes"), 3)) {
      server.ready();
      var seconds = server.cpu().toNanos() / 1e9;
      table.add(plain(BenchRow.START_CPU, seconds, "the server and its nodes"));
    }
  }

  private void startClone() {
    try (var clone = new BenchClone(program.root(), home.resolve("clone-up"))) {
      var seconds = clone.secondsUntil("READY", "up", "--nodes", "3", "--runtime", "process");
      table.add(plain(BenchRow.START_CLONE, seconds, "build, rehearsal for faster starts, start"));
    }
  }

  private void learnClone() {
    try (var clone = new BenchClone(program.root(), home.resolve("clone-learn"))) {
      var seconds = clone.secondsUntil("○ 01-1", "learn");
      table.add(plain(BenchRow.START_LEARN, seconds, "build, start, the first checks"));
    }
  }

  private static Figure plain(BenchRow row, double value, String where) {
    return new Figure(row, State.COLD, value, Optional.empty(), 0, 0, where);
  }

  private Figure started(BenchRow row, double seconds, BenchTarget target) {
    var server = target.processes().getFirst();
    var cpu = target.cpu().toNanos() / 1e9;
    var where =
        "%.2f s of processor time: %s%s"
            .formatted(cpu, ServerThreads.of(server).shares(), StartCounters.of(server));
    return new Figure(row, State.COLD, seconds, Optional.empty(), cpu * 1e6, 0, where);
  }

  private void warm() {
    if (rows.stream().noneMatch(row -> row.isRequests() || row == BenchRow.MEMORY)) {
      return;
    }
    try (var server = new BenchServer(program, home.resolve("warm"), 0)) {
      var target = server.ready();
      warm(target);
      if (rows.contains(BenchRow.MEMORY)) {
        var figure = server.megabytes();
        var where = "resident memory, see jcmd VM.native_memory";
        table.add(new Figure(BenchRow.MEMORY, State.WARM, figure, Optional.empty(), 0, 0, where));
      }
    }
  }

  private void warm(BenchTarget target) {
    var work = new BenchWork(target, size);
    work.prepare(false);
    work.warm();
    if (rows.stream().anyMatch(BenchRow::isRequests) && !rows.contains(BenchRow.CREATE)) {
      work.prepare(true);
    }
    for (var row : rows) {
      if (row.isRequests()) {
        attempt(
            row,
            () -> {
              var figure = measure(row, State.WARM, target, work);
              table.add(figure.isMissed() ? sampled(figure, target, work) : figure);
            });
      }
    }
  }

  private Figure measure(BenchRow row, State state, BenchTarget target, BenchWork work) {
    var sync = row.isDurable() ? FsyncProbe.measure(home).millis(.5) : 0;
    var threads = threads(target);
    var before = target.cpu();
    var outcome = work.run(row);
    var cpu = target.cpu().minus(before);
    var micros = cpu.toNanos() / 1e3 / outcome.operations();
    var where = threads(target).since(threads).shares();
    return new Figure(row, state, outcome.figure(), outcome.latencies(), micros, sync, where);
  }

  private static ServerThreads threads(BenchTarget target) {
    return target.processes().stream()
        .findFirst()
        .map(ServerThreads::of)
        .orElse(new ServerThreads(Map.of()));
  }

  /// Adds to a figure where the server's time goes: repeats the requests while the server is
  /// sampled. Existing objects and pods are not created twice.
  private Figure sampled(Figure figure, BenchTarget target, BenchWork work) {
    if (target.processes().isEmpty()) {
      return figure;
    }
    var sampling = ServerSampling.start(target.processes().getFirst(), home);
    work.again(figure.row());
    var where = figure.where() + "; of the running: " + Shares.of(sampling.stop());
    return new Figure(
        figure.row(),
        figure.state(),
        figure.value(),
        figure.latencies(),
        figure.cpuMicros(),
        figure.sync(),
        where);
  }

  private void learn() {
    try (var learning = new BenchLearning(program, home.resolve("learn"))) {
      var latencies = learning.save(size.saves());
      var where = "processes of the checks' own";
      var seconds = latencies.millis(.5) / 1e3;
      table.add(
          new Figure(BenchRow.LEARN, State.WARM, seconds, Optional.of(latencies), 0, 0, where));
    }
  }

  private void schedule() {
    var value = BenchScheduler.run(size.schedulerNodes(), size.schedulerPods());
    var where = "";
    if (!BenchRow.SCHEDULER.goal(State.WARM).isMet(value)) {
      var sampling = ServerSampling.start(ProcessHandle.current(), home);
      var _ = BenchScheduler.run(size.schedulerNodes(), size.schedulerPods() / 6);
      where = Shares.of(sampling.stop());
    }
    table.add(new Figure(BenchRow.SCHEDULER, State.WARM, value, Optional.empty(), 0, 0, where));
  }
}
