package timonier.contract;

/// Counts the rows of a recording that are answered alike.
final class Tally {

  private int rows;
  private int alike;

  void count(boolean isAlike) {
    rows++;
    alike += isAlike ? 1 : 0;
  }

  void add(Tally other) {
    rows += other.rows;
    alike += other.alike;
  }

  double share() {
    return 100.0 * alike / rows;
  }

  @Override
  public String toString() {
    return "%d of %d, %.1f %%".formatted(alike, rows, share());
  }
}
