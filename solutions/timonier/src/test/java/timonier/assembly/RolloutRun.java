package timonier.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import timonier.kit.sim.SimulationFailure;

/// One run of [RolloutSimulation], with all disturbances of its seed or fewer.
///
/// A run usually breaks a rule because of one or two disturbances, and is easier to understand
/// without the others. So [#shortest] leaves out what it can before a failure is shown.
///
/// @param seed the source of all random choices
/// @param rounds the rounds in which something is disturbed
/// @param without faults that calls and watches do not have
record RolloutRun(long seed, Set<Integer> rounds, Set<String> without) {

  static final int ROUNDS = 6;

  /// The faults that calls and watches can have at any time.
  static final List<String> CHANCES =
      List.of("refused call", "conflict", "lost reply", "stale list", "cut watch", "lagging watch");

  /// The run with all disturbances of a seed.
  static RolloutRun of(long seed) {
    var all = IntStream.rangeClosed(1, ROUNDS).boxed().toList();
    return new RolloutRun(seed, new TreeSet<>(all), new TreeSet<>());
  }

  /// The runs with one disturbance less.
  private List<RolloutRun> simpler() {
    var simpler = new ArrayList<RolloutRun>();
    for (var round : rounds) {
      var fewer = new TreeSet<>(rounds);
      fewer.remove(round);
      simpler.add(new RolloutRun(seed, fewer, without));
    }
    for (var chance : CHANCES) {
      var more = new TreeSet<>(without);
      if (more.add(chance)) {
        simpler.add(new RolloutRun(seed, rounds, more));
      }
    }
    return simpler;
  }

  /// Finds the shortest run that still breaks a rule, and returns its failure.
  ///
  /// @param failure how it failed
  /// @param attempt runs a simpler one, which may fail too
  AssertionError shortest(
      SimulationFailure failure, Function<RolloutRun, Optional<SimulationFailure>> attempt) {
    for (var less : simpler()) {
      var found = attempt.apply(less);
      if (found.isPresent()) {
        return less.shortest(found.get(), attempt);
      }
    }
    return new AssertionError(this + ": " + failure.getMessage(), failure);
  }

  @Override
  public String toString() {
    return "seed %d, disturbed in rounds %s, without %s".formatted(seed, rounds, without);
  }
}
