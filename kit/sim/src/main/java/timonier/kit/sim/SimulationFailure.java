package timonier.kit.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A simulated run that broke a rule. Names the rule, the run, and the last steps before.
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulationFailure(long seed, String rule, List<String> trace, @Nullable Throwable cause) {
    super(
        "seed %d: %s%n%s".formatted(seed, rule, String.join(System.lineSeparator(), trace)), cause);
  }
}
