package timonier.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints the measured figures next to those to reach.
final class BenchTable {

  private static final String LINE = "%-48s %-5s %18s %12s %-7s %9s %9s %8s %8s%n";

  private final PrintWriter out;
  private final List<Figure> figures = new ArrayList<>();

  BenchTable(PrintWriter out) {
    this.out = out;
  }

  /// One figure.
  ///
  /// @param row its row
  /// @param state how warm the server was
  /// @param value in the row's unit
  /// @param latencies of the operations; empty if they mean nothing
  /// @param cpuMicros the server's processor time for each operation, in microseconds; 0 if unknown
  /// @param sync the disk's own time for one sync, in milliseconds; 0 if it does not matter
  /// @param where where the server's processor time went; empty if unknown
  record Figure(
      BenchRow row,
      BenchRow.State state,
      double value,
      Optional<Latencies> latencies,
      double cpuMicros,
      double sync,
      String where) {

    boolean isMissed() {
      return !row.goal(state).isMet(value) || isLate();
    }

    /// Whether a latency misses its goal. There are two goals: for most watch events, warm, and for
    /// most verdicts.
    private boolean isLate() {
      return switch (row) {
        case WATCH -> state == BenchRow.State.WARM && isOver(.99, BenchRow.DELIVERY_MILLIS);
        case LEARN -> isOver(.95, BenchRow.VERDICT_MILLIS);
        default -> false;
      };
    }

    private boolean isOver(double share, double millis) {
      return latencies.filter(l -> l.millis(share) > millis).isPresent();
    }

    private String verdict() {
      return isMissed() ? "MISSED" : row.goal(state).verdict(value);
    }
  }

  void head() {
    out.printf(LINE, "", "", "measured", "to reach", "", "p50 ms", "p99 ms", "CPU µs", "fsync ms");
  }

  /// Prints a figure as soon as it is measured.
  void add(Figure figure) {
    figures.add(figure);
    var row = figure.row();
    out.printf(
        LINE,
        row.title(),
        figure.state(),
        BenchGoal.number(figure.value()) + " " + row.unit(),
        row.goal(figure.state()),
        figure.verdict(),
        figure.latencies().map(l -> BenchGoal.number(l.millis(.5))).orElse(""),
        figure.latencies().map(l -> BenchGoal.number(l.millis(.99))).orElse(""),
        figure.cpuMicros() > 0 ? BenchGoal.number(figure.cpuMicros()) : "",
        figure.sync() > 0 ? BenchGoal.number(figure.sync()) : "");
    out.flush();
  }

  /// Prints that a row could not be measured.
  void fail(BenchRow row, BenchFailure failure) {
    out.printf("%-48s not measured: %s%n", row.title(), failure.getMessage());
    out.flush();
  }

  List<Figure> missed() {
    return figures.stream().filter(Figure::isMissed).toList();
  }

  /// Prints, for each missed figure, where the server's processor time went.
  void explain() {
    if (missed().isEmpty()) {
      return;
    }
    out.printf("%nWhere the server's processor time went in what was missed:%n");
    for (var figure : missed()) {
      out.printf("%s, %s: %s%n", figure.row().title(), figure.state(), figure.where());
    }
    out.flush();
  }
}
