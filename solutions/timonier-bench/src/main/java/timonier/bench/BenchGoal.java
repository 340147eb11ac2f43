package timonier.bench;

import java.util.Locale;

/// What a figure should be.
///
/// @param bound the least or the most
/// @param kind on which side of it the figure should be
record BenchGoal(double bound, Kind kind) {

  /// On which side of the bound.
  enum Kind {
    /// Not below.
    AT_LEAST,
    /// Not above.
    AT_MOST,
    /// The design asks for nothing.
    NONE
  }

  static BenchGoal none() {
    return new BenchGoal(0, Kind.NONE);
  }

  static BenchGoal atMost(double bound) {
    return new BenchGoal(bound, Kind.AT_MOST);
  }

  /// At least so many times what Kubernetes does.
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
