package timonier.bench;

import java.util.Locale;

/// The goal of a figure.
///
/// @param bound the limit
/// @param kind the side of it on which the figure should be
record BenchGoal(double bound, Kind kind) {

  /// The side of the bound.
  enum Kind {
    /// Not below.
    AT_LEAST,
    /// Not above.
    AT_MOST,
    /// The design has no goal.
    NONE
  }

  static BenchGoal none() {
    return new BenchGoal(0, Kind.NONE);
  }

  static BenchGoal atMost(double bound) {
    return new BenchGoal(bound, Kind.AT_MOST);
  }

  /// At least a multiple of Kubernetes' figure.
  static BenchGoal times(double multiple, double kubernetes) {
    return new BenchGoal(multiple * kubernetes, Kind.AT_LEAST);
  }

  boolean isMet(double figure) {
    return switch (kind) {
      case AT_LEAST -> figure >= bound;
      case AT_MOST -> figure <= bound;
      case NONE -> true;
    };
  }

  String verdict(double figure) {
    return kind == Kind.NONE ? "" : isMet(figure) ? "met" : "MISSED";
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AT_LEAST -> "≥ " + number(bound);
      case AT_MOST -> "≤ " + number(bound);
      case NONE -> "";
    };
  }

  /// Large numbers whole, small ones with two decimals.
  static String number(double figure) {
    return String.format(Locale.ROOT, figure >= 100 ? "%,.0f" : "%.2f", figure);
  }
}
