package timonier.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import timonier.kit.sim.SimulationFailure;

/// One run of [RolloutSimulation]: all that its seed brings about, or less.
///
/// A run that breaks a rule mostly does so for one or two reasons. What it does without the others
/// is easier to understand, so before a failure is shown, [#shortest] leaves out what it can.
///
/// @param seed from which all choices come
/// @param rounds in which of its rounds something is disturbed
/// @param without what goes wrong in no call and no watch
record RolloutRun(long seed, Set<Integer> rounds, Set<String> without) {

  static final int ROUNDS = 6;

  /// What goes wrong in calls and watches, by chance, at any time.
  static final List<String> CHANCES =
      List.of("refused call", "conflict", "lost reply", "stale list", "cut watch", "lagging watch");

  /// All that a seed brings about.
  static RolloutRun of(long seed) {
    var all = IntStream.rangeClosed(1, ROUNDS).boxed().toList();
    return new RolloutRun(seed, new TreeSet<>(all), new TreeSet<>());
  }

  /// The runs in which one thing less goes wrong.
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

  /// What is to be told of a run that broke a rule: the shortest run that still breaks one.
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
