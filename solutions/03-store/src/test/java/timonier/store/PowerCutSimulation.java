package timonier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timonier.kit.loop.Disk;
import timonier.kit.sim.SimulatedDisk;
import timonier.kit.sim.Simulation;
import timonier.kit.testing.PlantedBug;

/// Sixteen writers, and the power fails at each operation of the disk in turn: all acknowledged
/// values are found afterwards, and none that was never sent.
class PowerCutSimulation {

  private static final int WRITERS = 16;
  private static final int WRITES = 6;

  /// Small, so that power cuts interrupt snapshots too.
  private static final long LOG_LIMIT = 2_000;

  /// The outcome of a run.
  private static final class Outcome {
    private final Map<StoreKey, String> acknowledged = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Set<Long> revisions = new HashSet<>();
    private long highest;
  }

  /// Runs until the power fails at an operation; returns whether the run got that far.
  private static boolean cut(long seed, long operation) {
    var outcome = new Outcome();
    SimulatedDisk disk;
    boolean happened;
    try (var simulation = new Simulation(seed)) {
      var failed = new boolean[1];
      var self = new SimulatedDisk[1];
      disk =
          new SimulatedDisk(() -> {
            if (self[0].operations() == operation) {
              letOthersGoOn(simulation);
              failed[0] = true;
              simulation.crash("server");
            }
            simulation.pause();
          });
      self[0] = disk;
      var loop = simulation.loop("server");
      loop.spawn("server", () -> serve(loop, self[0], outcome));
      simulation.runUntil(() -> failed[0], Duration.ofMinutes(1));
      happened = failed[0];
    }
    disk = recovered(disk, seed + operation);
    check(disk, seed, operation, outcome);
    return happened;
  }

  /// Lets other tasks run, as a slow disk does: a writer that was acknowledged too early goes on
  /// meanwhile.
  private static void letOthersGoOn(Simulation simulation) {
    for (var turns = simulation.random().nextInt(4 * WRITERS); turns > 0; turns--) {
      simulation.pause();
    }
  }

  private static SimulatedDisk recovered(SimulatedDisk disk, long seed) {
    disk.powerCut(new java.util.Random(seed));
    return disk.quiet();
  }

  private static void serve(timonier.kit.loop.EventLoop loop, Disk disk, Outcome outcome) {
    var store = new LogStore(loop, disk, LOG_LIMIT);
    for (var writer = 0; writer < WRITERS; writer++) {
      var key = new StoreKey("configmaps", "default", "writer-" + writer);
      loop.spawn("writer", () -> write(store, key, outcome));
    }
  }

  private static void write(Store store, StoreKey key, Outcome outcome) {
    var expected = 0L;
    for (var i = 0; i < WRITES; i++) {
      var value = key.name() + " " + i + " " + "x".repeat(40);
      outcome.sent.add(value);
      expected = store.put(key, value.getBytes(StandardCharsets.UTF_8), expected).modRevision();
      outcome.acknowledged.put(key, value);
      assertThat(outcome.revisions.add(expected)).as("revisions never repeat").isTrue();
      outcome.highest = Math.max(outcome.highest, expected);
    }
  }

  private static void check(SimulatedDisk disk, long seed, long operation, Outcome outcome) {
    var where = "seed " + seed + ", operation " + operation;
    try (var simulation = new Simulation(seed)) {
      var loop = simulation.loop("server");
      simulation.call(() -> {
        var store = new LogStore(loop, disk, LOG_LIMIT);
        assertThat(store.revision()).as(where).isGreaterThanOrEqualTo(outcome.highest);
        var found = store.range(KeyRange.of("configmaps"), 0, 0, Optional.empty()).entries();
        var values = new HashMap<StoreKey, String>();
        for (var entry : found) {
          var value = new String(entry.value(), StandardCharsets.UTF_8);
          assertThat(outcome.sent).as(where + ": never sent").contains(value);
          values.put(entry.key(), value);
        }
        outcome.acknowledged.forEach((key, value) -> {
          var kept = values.getOrDefault(key, "nothing");
          assertThat(kept.compareTo(value))
              .as(where + ": " + key + " was acknowledged as " + value + ", found " + kept)
              .isGreaterThanOrEqualTo(0);
        });
        return "checked";
      });
    }
  }

  private static int cutEverywhere() {
    var operation = 1;
    while (cut(operation % 7, operation)) {
      operation++;
    }
    return operation;
  }

  @Test
  void nothing_that_was_acknowledged_is_lost() {
    var operations = cutEverywhere();
    System.out.printf("the power failed at each of %d operations%n", operations);
    assertThat(operations).isGreaterThan(20);
  }

  /// Stores that lose acknowledged writes: each is this one with an edit.
  private static List<PlantedBug> bugs() {
    var log = "solutions/03-store/src/main/java/timonier/store/CommitLog.java";
    var store = "solutions/03-store/src/main/java/timonier/store/LogStore.java";
    var append = "      log.append(batch.stream().map(Pending::changes).toList());\n";
    var acknowledge = "batch.forEach(pending -> pending.done().complete(pending.changes()));";
    return List.of(
        new PlantedBug("never syncs the log", log, "    log.sync();\n", ""),
        new PlantedBug(
            "acknowledges before it syncs", store, append, "      " + acknowledge + "\n" + append),
        new PlantedBug("never syncs a snapshot", log, "      file.sync();\n", ""),
        new PlantedBug(
            "removes the old log while the snapshot's name may still be lost",
            log,
            "StoreFiles.snapshot(revision));\n    disk.syncFolder();\n",
            "StoreFiles.snapshot(revision));\n"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_store_that_loses_writes_is_caught(PlantedBug bug, @TempDir Path folder) {
    var world = bug.plant(Path.of(System.getProperty("timonier.root")), folder);

    var found = PlantedBug.run(world, PowerCutSimulation.class, "cutEverywhere");

    assertThat(found).as(bug.name()).isPresent();
    System.out.printf(
        "%s: %s%n",
        bug.name(),
        String.valueOf(found.orElseThrow().getMessage()).lines().findFirst().orElse(""));
  }
}
