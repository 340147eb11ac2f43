package timonier.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// One line of the table of figures to reach, with the recorded figure of Kubernetes 1.20 with etcd
/// 3.4 on two cores, for the same requests.
enum BenchRow {
  CREATE("create 1 kB objects, 32 connections", "/s", true, 1_960, 4, 1.2),
  GET("get", "/s", false, 4_500, 3, 1.2),
  UPDATE("update", "/s", true, 1_930, 5, 1.2),
  PATCH("patch", "/s", true, 1_720, 5, 1.2),
  LIST("list 10,000 objects", "MB/s", false, 300, 3, 1.5),
  WATCH("200 watchers, 5,000 writes", "events/s", true, 47_000, 2.5, 1),
  PODS("3,000 pods onto 1,000 nodes, created and bound", "/s", true, 305, 5, 3),
  SCHEDULER(
      "scheduler alone: 30,000 pods, 5,000 nodes",
      "/s",
      false,
      new BenchGoal(3_000, BenchGoal.Kind.AT_LEAST),
      BenchGoal.none()),
  START_EXISTING(
      "start to /readyz, existing folder", "s", false, BenchGoal.none(), BenchGoal.atMost(1)),
  START_EMPTY("start to /readyz, empty folder", "s", true, BenchGoal.none(), BenchGoal.atMost(2)),
  START_SERVER("start to READY, no nodes", "s", true, BenchGoal.none(), BenchGoal.atMost(2)),
  START_NODES("start to READY, three nodes", "s", true, BenchGoal.none(), BenchGoal.atMost(5)),
  START_CPU(
      "processor time until then, nodes included",
      "s",
      false,
      BenchGoal.none(),
      BenchGoal.atMost(8)),
  START_CLONE(
      "fresh clone: up --nodes 3 to READY", "s", false, BenchGoal.none(), BenchGoal.atMost(60)),
  START_LEARN(
      "fresh clone: learn to the first red", "s", false, BenchGoal.none(), BenchGoal.atMost(40)),
  MEMORY(
      "memory after this run",
      "MB",
      false,
      BenchGoal.atMost((1_130 + 190) / 2.0),
      BenchGoal.none()),
  LEARN("learn: from a save to the verdict", "s", false, BenchGoal.atMost(.6), BenchGoal.none());

  /// The goal for the delivery time of 99 of 100 watch events, warm.
  static final double DELIVERY_MILLIS = 50;

  /// The goal for the time to the verdict of 95 of 100 saves.
  static final double VERDICT_MILLIS = 1_500;

  private final String title;
  private final String unit;
  private final boolean durable;
  private final BenchGoal warm;
  private final BenchGoal cold;

  BenchRow(
      String title, String unit, boolean durable, double kubernetes, double warm, double cold) {
    this(
        title, unit, durable, BenchGoal.times(warm, kubernetes), BenchGoal.times(cold, kubernetes));
  }

  BenchRow(String title, String unit, boolean durable, BenchGoal warm, BenchGoal cold) {
    this.title = title;
    this.unit = unit;
    this.durable = durable;
    this.warm = warm;
    this.cold = cold;
  }

  /// Whether the row is made of requests to a server. These rows are in an order in which each
  /// finds what it needs.
  boolean isRequests() {
    return compareTo(PODS) <= 0;
  }

  /// Whether its time includes waiting for the disk.
  boolean isDurable() {
    return durable;
  }

  /// The rows of a name: one, or all whose names begin with it and a `_`.
  ///
  /// @throws IllegalArgumentException if there is none
  static Set<BenchRow> named(String name) {
    var wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    var rows = EnumSet.noneOf(BenchRow.class);
    for (var row : values()) {
      if (row.name().equals(wanted) || row.name().startsWith(wanted + "_")) {
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there is no row '%s'".formatted(name));
    }
    return rows;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  BenchGoal goal(State state) {
    return state == State.COLD ? cold : warm;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// How long the server has been running, since Java programs are compiled as they run.
  enum State {
    /// The first requests after READY.
    COLD,
    /// After 60,000 requests that were not recorded.
    WARM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
