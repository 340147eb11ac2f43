package timonier.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.kit.sim.Simulation;
import timonier.kit.sim.SimulationFailure;

class RolloutRunTest {

  private static SimulationFailure failure() {
    try (var simulation = new Simulation(3)) {
      return simulation.broken("surge: a pod too many", null);
    }
  }

  /// A cluster that breaks whenever its second and fifth disturbance and lost replies meet.
  private static Optional<SimulationFailure> breaks(RolloutRun run) {
    var isBroken = run.rounds().containsAll(List.of(2, 5)) && !run.without().contains("lost reply");
    return isBroken ? Optional.of(failure()) : Optional.empty();
  }

  @Test
  void what_a_failure_does_not_need_is_left_out() {
    assertThat(RolloutRun.of(3).shortest(failure(), RolloutRunTest::breaks))
        .hasMessageStartingWith(
            "seed 3, disturbed in rounds [2, 5], without "
                + "[conflict, cut watch, lagging watch, refused call, stale list]: "
                + "seed 3: surge: a pod too many");
  }

  @Test
  void a_failure_that_needs_everything_is_shown_as_it_is() {
    assertThat(RolloutRun.of(3).shortest(failure(), _ -> Optional.empty()))
        .hasMessageStartingWith("seed 3, disturbed in rounds [1, 2, 3, 4, 5, 6], without []");
  }
}
