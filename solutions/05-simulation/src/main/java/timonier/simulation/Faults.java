package timonier.simulation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The faults between components and the server, and how often each happened.
public final class Faults {

  private final Map<String, Integer> fired = new TreeMap<>();
  private final Set<String> excluded = new TreeSet<>();
  private boolean active;

  /// Switches all faults on or off.
  public void activate(boolean active) {
    this.active = active;
  }

  /// Switches some faults off, so that a run can be repeated without them.
  public void exclude(Set<String> faults) {
    excluded.addAll(faults);
  }

  /// Whether a fault happens now, by chance; if so, counts it.
  boolean happens(String fault, boolean chance) {
    if (active && chance && !excluded.contains(fault)) {
      fired.merge(fault, 1, Integer::sum);
      return true;
    }
    return false;
  }

  /// Counts a fault that the caller caused.
  public void count(String fault) {
    fired.merge(fault, 1, Integer::sum);
  }

  /// How often each fault happened.
  public Map<String, Integer> fired() {
    return fired;
  }
}
