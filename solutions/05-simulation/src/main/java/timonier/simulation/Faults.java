package timonier.simulation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What goes wrong between components and the server, and how often it did.
public final class Faults {

  private final Map<String, Integer> fired = new TreeMap<>();
  private final Set<String> excluded = new TreeSet<>();
  private boolean active;

  /// From now on things go wrong, or no longer.
  public void activate(boolean active) {
    this.active = active;
  }

  /// These faults do not happen by chance, so that a run can be repeated without them.
  public void exclude(Set<String> faults) {
    excluded.addAll(faults);
  }

  /// Whether a fault with some probability happens now; it is counted.
  boolean happens(String fault, boolean chance) {
    if (active && chance && !excluded.contains(fault)) {
      fired.merge(fault, 1, Integer::sum);
      return true;
    }
    return false;
  }

  /// Counts a fault that somebody else brought about.
  public void count(String fault) {
    fired.merge(fault, 1, Integer::sum);
  }

  /// How often each fault happened.
  public Map<String, Integer> fired() {
    return fired;
  }
}
